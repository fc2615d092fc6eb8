package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.observation.Category;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Falco's events, as {@code json_output} and {@code http_output} write them, of older and newer
 * builds.
 *
 * <p>Priorities are syslog's, and so is their order: emergency, alert and critical become critical;
 * error high; warning medium; notice low; informational and debug info.
 *
 * <p>A problem is a rule and what it fired on: the pod and container, else the container and its
 * host, else the host; for events about the Kubernetes API, the object, the verb and the user. An
 * event is known again by its {@code uuid}; older builds give none, and then each report counts.
 */
public final class FalcoNormaliser implements Normaliser {

  static final String EVENT_TYPE = "runtime_security";

  private static final Map<String, Severity> SEVERITIES =
      Map.ofEntries(
          Map.entry("emergency", Severity.CRITICAL),
          Map.entry("alert", Severity.CRITICAL),
          Map.entry("critical", Severity.CRITICAL),
          Map.entry("error", Severity.HIGH),
          Map.entry("warning", Severity.MEDIUM),
          Map.entry("notice", Severity.LOW),
          Map.entry("informational", Severity.INFO),
          Map.entry("info", Severity.INFO),
          Map.entry("debug", Severity.INFO));

  /** Time and priority at the beginning of an output. */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^[0-9T:.+Z-]{8,40}: "
              + "(?:(?:Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug) )?");

  /** Where an output goes over from a sentence into fields. */
  private static final Pattern FIELDS = Pattern.compile(" (?:\\(|\\| ?)(?=[\\w.]+=)");

  private static final List<String> KEPT_AS_THEY_ARE =
      List.of("priority", "output", "tags", "hostname", "source", "time", "uuid", "output_fields");

  private final String source;

  /**
   * A normaliser for one Ingester.
   *
   * @param source the Ingester's name
   */
  public FalcoNormaliser(String source) {
    this.source = source;
  }

  @Override
  public Item normalise(JsonNode event, Place place, Instant receivedAt) {
    Item.Invalid invalid = check(event, place);
    if (invalid != null) {
      return invalid;
    }
    JsonNode fields = event.path("output_fields");
    FalcoTarget target = FalcoTarget.of(event, fields);
    Optional<Instant> time = time(event, fields);
    String rule = event.path("rule").textValue();
    Occurrence occurrence =
        new Occurrence(
            source,
            Category.SECURITY,
            severity(event).orElseThrow(),
            EVENT_TYPE,
            Texts.cut(rule, Texts.RULE_CHARS),
            title(event.path("output"), rule),
            target.resource(),
            target.identity(),
            id(event, time),
            time.orElse(receivedAt),
            details(event));
    return new Item.Reported(place.index(), occurrence);
  }

  private static Item.@Nullable Invalid check(JsonNode event, Place place) {
    JsonNode rule = event.path("rule");
    if (!rule.isTextual() || rule.textValue().isBlank()) {
      return place.invalid("/rule", rule, "the name of the rule that fired");
    }
    JsonNode output = event.path("output");
    if (!output.isMissingNode() && !output.isNull() && !output.isTextual()) {
      return place.invalid("/output", output, "a text");
    }
    if (!output.isTextual() && !event.path("output_fields").isObject()) {
      return place.invalid("/output", output, "a text, or an object in output_fields");
    }
    return severity(event).isPresent()
        ? null
        : place.invalid(
            "/priority",
            event.path("priority"),
            "Emergency, Alert, Critical, Error, Warning, Notice, Informational or Debug");
  }

  private static Optional<Severity> severity(JsonNode event) {
    String priority = event.path("priority").asText().toLowerCase(Locale.ROOT);
    return Optional.ofNullable(SEVERITIES.get(priority));
  }

  private static Optional<Instant> time(JsonNode event, JsonNode fields) {
    return ReportedTime.of(event.path("time"))
        .or(() -> ReportedTime.of(fields.path("evt.time.iso8601")))
        .or(() -> ReportedTime.of(fields.path("evt.time")));
  }

  private static @Nullable OccurrenceId id(JsonNode event, Optional<Instant> time) {
    String uuid = Texts.of(event.path("uuid"));
    return uuid.isBlank()
        ? null
        : new OccurrenceId(time.orElse(Instant.EPOCH), Texts.cut(uuid, Texts.IDENTITY_CHARS));
  }

  private static String title(JsonNode output, String rule) {
    if (!output.isTextual()) {
      return Texts.title(rule);
    }
    String sentence = PREFIX.matcher(output.textValue()).replaceFirst("");
    var fields = FIELDS.matcher(sentence);
    String title = Texts.title(fields.find() ? sentence.substring(0, fields.start()) : sentence);
    return title.isEmpty() ? Texts.title(rule) : title;
  }

  private static String details(JsonNode event) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    for (String field : KEPT_AS_THEY_ARE) {
      JsonNode value = event.get(field);
      if (value != null && !value.isNull()) {
        details.set(field, value);
      }
    }
    return Details.text(details);
  }
}
