package dev.picket.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FingerprintTest {

  @Test
  void fiftyPodsWithOneRuleAreFiftyProblems() {
    assertThat(
            IntStream.range(0, 50)
                .mapToObj(pod -> Fingerprint.of(Occurrences.shellIn("web-" + pod)))
                .collect(Collectors.toSet()))
        .hasSize(50);
  }

  @Test
  void severityTimeAndDetailsDoNotMatter() {
    Occurrence worseAndLater =
        Occurrences.shellIn(
            "web-0",
            Severity.CRITICAL,
            Instant.parse("2026-11-23T00:00:00Z"),
            new OccurrenceId(Instant.EPOCH, "another"));
    assertThat(Fingerprint.of(worseAndLater))
        .isEqualTo(Fingerprint.of(Occurrences.shellIn("web-0")));
  }

  @Test
  void neighbouringFieldsDoNotRunIntoEachOther() {
    assertThat(Fingerprint.of(about(new Resource("v1", "Pod", "ab", "c"))))
        .isNotEqualTo(Fingerprint.of(about(new Resource("v1", "Pod", "a", "bc"))));
  }

  @Test
  void aNewApiVersionIsTheSameProblemAndAnotherGroupIsNot() {
    Fingerprint beta = Fingerprint.of(about(new Resource("apps/v1beta1", "Deployment", "a", "b")));
    assertThat(Fingerprint.of(about(new Resource("apps/v1", "Deployment", "a", "b"))))
        .isEqualTo(beta);
    assertThat(Fingerprint.of(about(new Resource("other/v1", "Deployment", "a", "b"))))
        .isNotEqualTo(beta);
  }

  /**
   * Stored fingerprints must outlive every release, so a value computed by other means is pinned.
   */
  @Test
  void theSchemeDoesNotDrift() {
    assertThat(Fingerprint.of(Occurrences.shellIn("web-0")).hex())
        .isEqualTo("977590c03209bfd5546422300a89fc80a8017d8455a012041f125d44db842bbb");
  }

  @Test
  void bytesAndHexAreTheSameThing() {
    Fingerprint fingerprint = Fingerprint.of(Occurrences.shellIn("web-0"));
    assertThat(Fingerprint.ofBytes(fingerprint.bytes())).isEqualTo(fingerprint);
  }

  @Test
  void anythingElseIsNotAFingerprint() {
    assertThatThrownBy(() -> new Fingerprint("ABC"))
        .hasMessage("fingerprint is 'ABC', expected 64 lower-case hexadecimal digits");
  }

  private static Occurrence about(Resource resource) {
    return new Occurrence(
        "generic",
        Category.OPERATIONS,
        Severity.LOW,
        "drift",
        "rule",
        "title",
        resource,
        new TreeMap<>(Map.of()),
        null,
        Occurrences.NOON,
        "{}");
  }
}
