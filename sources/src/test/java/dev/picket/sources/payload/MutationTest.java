package dev.picket.sources.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads changed at random are read, or refused with a reason; nothing else ever happens. */
final class MutationTest {

  private static final int ROUNDS = 2_000;
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> STRANGE =
      List.of(
          "null",
          "true",
          "-1",
          "1e400",
          "123456789012345678901234567890",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[1]]",
          "{\"a\":{\"b\":[null]}}",
          "\"<NA>\"");

  @ParameterizedTest
  @CsvSource({
    "FALCO, falco.json",
    "FALCO, falco-with-uuid.json",
    "AUDIT, audit-eventlist.json",
    "GENERIC, generic.json"
  })
  void changedBytesAreReadOrRefused(PayloadFormat format, String example) {
    byte[] original = Payloads.example(example).getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(20261122);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = original.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(changed.length) : changed.length;
      refused += refused(format, changed, length, round);
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
  }

  @ParameterizedTest
  @CsvSource({
    "FALCO, falco.json",
    "FALCO, falco-with-uuid.json",
    "AUDIT, audit-eventlist.json",
    "GENERIC, generic.json"
  })
  void changedValuesAreReadOrRefused(PayloadFormat format, String example) throws IOException {
    SplittableRandom random = new SplittableRandom(20261122);
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode changed = JSON.readTree(Payloads.example(example));
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        replaceOne(changed, random);
      }
      byte[] body = JSON.writeValueAsBytes(changed);
      refused(format, body, body.length, round);
    }
  }

  @Test
  void changedReportsOfTrivyAreReadOrRefused() throws IOException {
    SplittableRandom random = new SplittableRandom(20261122);
    TrivyNormaliser normaliser = new TrivyNormaliser("s", PayloadLimits.DEFAULT);
    int refused = 0;
    int invalid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode changed =
          new YAMLMapper().readTree(Payloads.example("trivy-vulnerabilityreport.yaml"));
      for (int change = random.nextInt(1, 6); change > 0; change--) {
        replaceOne(changed, random);
      }
      try {
        ObjectFindings findings = normaliser.normalise(changed, Payloads.RECEIVED_AT);
        findings.items().forEach(MutationTest::assertStorable);
        invalid += findings.items().stream().anyMatch(Item.Invalid.class::isInstance) ? 1 : 0;
      } catch (InvalidInputException whole) {
        refused++;
      } catch (RuntimeException mistake) {
        throw new AssertionError("round " + round + ": " + changed, mistake);
      }
    }
    assertThat(refused).isBetween(ROUNDS / 20, ROUNDS);
    assertThat(invalid).isBetween(ROUNDS / 10, ROUNDS);
  }

  private static void replaceOne(JsonNode root, SplittableRandom random) throws IOException {
    List<JsonNode> containers = new ArrayList<>();
    containers.add(root);
    for (int at = 0; at < containers.size(); at++) {
      containers
          .get(at)
          .forEach(child -> {
            if (child.isContainerNode() && !child.isEmpty()) {
              containers.add(child);
            }
          });
    }
    JsonNode strange = JSON.readTree(STRANGE.get(random.nextInt(STRANGE.size())));
    JsonNode chosen = containers.get(random.nextInt(containers.size()));
    if (chosen instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(names.get(random.nextInt(names.size())), strange);
    } else if (chosen instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), strange);
    }
  }

  /** 1 when the payload is refused, 0 when it is read. */
  private static int refused(PayloadFormat format, byte[] body, int length, int round) {
    Normaliser normaliser =
        switch (format) {
          case FALCO -> new FalcoNormaliser("s");
          case AUDIT -> new AuditNormaliser("s");
          case GENERIC -> new GenericNormaliser("s", Mapping.DEFAULT);
        };
    try {
      new PayloadReader(format, normaliser, PayloadLimits.DEFAULT)
          .read(body, length, Payloads.RECEIVED_AT, Memory.UNBOUNDED)
          .forEach(MutationTest::assertStorable);
      return 0;
    } catch (InvalidInputException refused) {
      assertThat(refused.problems()).isNotEmpty();
      return 1;
    } catch (RuntimeException mistake) {
      throw new AssertionError(
          "round " + round + ": " + new String(body, 0, length, StandardCharsets.UTF_8), mistake);
    }
  }

  private static void assertStorable(Item item) {
    if (item instanceof Item.Reported reported) {
      Occurrence occurrence = reported.occurrence();
      assertThat(occurrence.eventType()).matches("[a-z0-9_]+");
      assertThat(occurrence.title()).isNotBlank().hasSizeLessThanOrEqualTo(1_000);
      assertThat(occurrence.toString()).doesNotContain("\0", "\uD800");
      assertThat(isObject(occurrence.details())).as(occurrence.details()).isTrue();
    }
  }

  private static boolean isObject(String json) {
    try {
      return JSON.readTree(json).isObject();
    } catch (IOException malformed) {
      return false;
    }
  }
}
