package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.lease.Lease;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leases as coordination.k8s.io/v1 has them. Reading never fails: what is missing or makes no sense
 * counts as not said. Times are kept to the microsecond, durations to the second, rounded up.
 */
final class LeaseJson {

  static final String GROUP_LABEL = "picket.dev/group";

  /**
   * The revision that a write replaced, kept beside it. An API server does not store a PUT that
   * changes nothing, and answers with the old revision: this makes each differ from the last.
   */
  static final String OVER = "picket.dev/over";

  private static final int TEXT_LENGTH_MAX = 256;
  private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_9999 = Instant.parse("9999-12-31T00:00:00Z");
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private LeaseJson() {}

  /**
   * For a POST or PUT.
   *
   * @param uid of the object that a PUT must find; empty for none
   */
  static ObjectNode write(Lease lease, String namespace, String uid) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("name", lease.name()).put("namespace", namespace);
    String revision = Long.toString(lease.revision());
    if (!uid.isEmpty()) {
      metadata.put("uid", uid).put("resourceVersion", revision);
    }
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "picket")
        .put(GROUP_LABEL, lease.group());
    ObjectNode annotations = metadata.putObject("annotations");
    lease.annotations().forEach(annotations::put);
    annotations.put(OVER, revision);
    writeSpec(lease, root.putObject("spec"));
    return root;
  }

  private static void writeSpec(Lease lease, ObjectNode spec) {
    spec.put("holderIdentity", lease.holder());
    if (lease.duration().isPositive()) {
      spec.put("leaseDurationSeconds", lease.duration().plusSeconds(1).minusNanos(1).toSeconds());
    }
    spec.put("leaseTransitions", lease.transitions());
    writeTime(spec, "acquireTime", lease.acquiredAt());
    writeTime(spec, "renewTime", lease.renewedAt());
  }

  private static void writeTime(ObjectNode spec, String field, @Nullable Instant time) {
    if (time != null) {
      spec.put(field, MICRO_TIME.format(time));
    }
  }

  static Lease read(JsonNode root) {
    JsonNode metadata = root.path("metadata");
    JsonNode spec = root.path("spec");
    return new Lease(
        metadata.path("labels").path(GROUP_LABEL).asText(),
        metadata.path("name").asText(),
        text(spec.path("holderIdentity")),
        Duration.ofSeconds(count(spec.path("leaseDurationSeconds"))),
        time(spec.path("acquireTime")),
        time(spec.path("renewTime")),
        count(spec.path("leaseTransitions")),
        texts(metadata.path("annotations")),
        Json.revision(root));
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : "";
  }

  private static int count(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToInt() ? Math.max(0, value.asInt()) : 0;
  }

  private static @Nullable Instant time(JsonNode value) {
    String text = text(value);
    if (text.isEmpty() || text.length() > TEXT_LENGTH_MAX) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(YEAR_0) || time.isAfter(YEAR_9999) ? null : time;
    } catch (DateTimeException nonsense) {
      return null; // It is for people only; it counts as not said.
    }
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isTextual() && !entry.getKey().equals(OVER)) {
            texts.put(entry.getKey(), entry.getValue().asText());
          }
        });
    return texts;
  }
}
