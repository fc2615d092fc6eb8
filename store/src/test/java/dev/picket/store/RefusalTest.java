package dev.picket.store;

import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.ChangeFeed;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Recorded;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import dev.picket.observation.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalTest {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();

  private final StoreFixture fixture = new StoreFixture();

  @BeforeEach
  void empty() {
    fixture.empty();
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void whatPostgresCannotHoldIsRefusedAloneWhereverItStands() {
    Submission nul = sample("web-0", "a \0 b", "{}");
    for (int place : new int[] {0, 7, 99}) {
      fixture.empty();
      List<Submission> batch = new ArrayList<>(shells(100));
      batch.set(place, nul);
      List<Recorded> results = fixture.store().record(batch);
      assertThat(results.get(place)).isInstanceOf(Recorded.Refused.class);
      assertThat(results.stream().filter(CREATED::equals)).hasSize(99);
      assertThat(fixture.query("select count(*) from observation")).isEqualTo("99");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not json        | invalid input syntax for type json
          []              | details as a json object
          "text"          | details as a json object
          """)
  void detailsThatAreNotAnObjectAreRefused(String details, String expected) {
    assertThat(refusal(sample("web-0", "title", details))).contains(expected);
  }

  @Test
  void textsThatWouldBreakAnIndexAreRefusedWithTheirBounds() {
    assertThat(refusal(about(new Resource("v1", "Pod", "shop", "n".repeat(1025)))))
        .contains("name of at most 1024 bytes");
    assertThat(refusal(about(new Resource("v1", "Pod", "n".repeat(254), "web-0"))))
        .contains("namespace of at most 253 bytes");
    assertThat(refusal(about(new Resource("v1", "k".repeat(254), "shop", "web-0"))))
        .contains("kind of at most 253 bytes");
  }

  @Test
  void theLongestTextsThatAreAllowedFitTheIndexes() {
    // Random text does not compress, which is what an index row's limit is about.
    Resource longest = new Resource("v1", noise(253), noise(253), noise(1024));
    assertThat(fixture.store().record(List.of(about(longest)))).containsExactly(CREATED);
  }

  @Test
  void titlesAndDetailsMayBeLong() {
    String words = noise(300_000);
    Submission large = sample("web-0", words, "{\"words\":\"" + words + "\"}");
    assertThat(fixture.store().record(List.of(large))).containsExactly(CREATED);
    assertThat(fixture.store().find(large.fingerprint()).orElseThrow().details())
        .isEqualTo(large.occurrence().details());
  }

  @Test
  void detailsAreKeptAsTheyWereWritten() {
    String details = "{\"b\": 1.00, \"a\":[ ],\"nul\":\"\\u0000\",\"half\":\"\\ud800\"}";
    Submission odd = sample("web-0", "half a pair: \ud800", details);
    assertThat(fixture.store().record(List.of(odd))).containsExactly(CREATED);
    assertThat(fixture.store().find(odd.fingerprint()).orElseThrow().details()).isEqualTo(details);
  }

  @Test
  void aProblemOnBothSidesOfARefusalIsCreatedOnce() {
    Submission shell = submission(shellIn("web-0"));
    Submission nul = sample("web-1", "\0", "{}");
    assertThat(fixture.store().record(List.of(shell, nul, shell, shell)))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(CREATED),
            refused -> assertThat(refused).isInstanceOf(Recorded.Refused.class),
            again -> assertThat(again).isEqualTo(REPEATED),
            last -> assertThat(last).isEqualTo(REPEATED));
    assertThat(fixture.store().find(shell.fingerprint()).orElseThrow().count()).isEqualTo(3);
  }

  @Test
  void whatWasRefusedIsNotRememberedAsSent() {
    Submission nul = identified("\0");
    assertThat(fixture.store().record(List.of(nul, nul)))
        .allSatisfy(each -> assertThat(each).isInstanceOf(Recorded.Refused.class));
    assertThat(fixture.store().record(List.of(nul)))
        .allSatisfy(each -> assertThat(each).isInstanceOf(Recorded.Refused.class));
    assertThat(fixture.store().record(List.of(identified("mended")))).containsExactly(CREATED);
  }

  @Test
  void theChangeFeedTellsOfTheRestOnce() {
    long start = fixture.store().latest();
    List<Submission> batch = new ArrayList<>(shells(10));
    batch.set(4, sample("web-4", "\0", "{}"));
    fixture.store().record(batch);
    assertThat(fixture.query("select count(*) from change")).isEqualTo("1");
    assertThat(((ChangeFeed.Batch.Changes) fixture.store().since(start, 100)).changed()).hasSize(9);
    assertThat(fixture.store().gauges().refusedSubmissions()).isPositive();
  }

  private String refusal(Submission submission) {
    List<Recorded> results = fixture.store().record(List.of(submission));
    return ((Recorded.Refused) results.getFirst()).problem().message();
  }

  private static List<Submission> shells(int count) {
    return IntStream.range(0, count).mapToObj(pod -> submission(shellIn("web-" + pod))).toList();
  }

  private static Submission identified(String title) {
    Occurrence shell = shellIn("web-0");
    OccurrenceId id = new OccurrenceId(NOON, "a");
    return submission(copy(shell, title, shell.details(), shell.resource(), id));
  }

  private static Submission sample(String pod, String title, String details) {
    Occurrence shell = shellIn(pod);
    return submission(copy(shell, title, details, shell.resource(), null));
  }

  private static Submission about(Resource resource) {
    return submission(copy(shellIn("web-0"), "title", "{}", resource, null));
  }

  private static Occurrence copy(
      Occurrence from, String title, String details, Resource resource, @Nullable OccurrenceId id) {
    return new Occurrence(
        from.source(),
        from.category(),
        Severity.LOW,
        from.eventType(),
        from.rule(),
        title,
        resource,
        from.identity(),
        id,
        from.observedAt(),
        details);
  }

  private static String noise(int length) {
    StringBuilder noise = new StringBuilder();
    for (int i = 0; noise.length() < length; i++) {
      noise.append(Fingerprint.of(shellIn("noise-" + i)).hex());
    }
    return noise.substring(0, length);
  }
}
