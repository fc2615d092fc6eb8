package dev.picket.sources.webhook;

import dev.picket.observation.Examination;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Resource;
import dev.picket.observation.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The words of an {@link Explanation}. */
final class ExplanationTexts {

  private static final int SHOWN_CHARS = 400;

  private ExplanationTexts() {}

  static String cut(String text) {
    return text.length() <= SHOWN_CHARS
        ? text
        : text.substring(0, SHOWN_CHARS) + "... (" + text.length() + " characters)";
  }

  static String normalised(Item item) {
    return switch (item) {
      case Item.Invalid invalid -> "rejected: " + invalid.problem().message();
      case Item.Irrelevant other -> "left out: " + other.reason();
      case Item.Reported reported -> fields(reported.occurrence());
    };
  }

  private static String fields(Occurrence occurrence) {
    OccurrenceId id = occurrence.id();
    return String.join(
        "\n",
        "source: " + occurrence.source(),
        "category: " + occurrence.category().wireName(),
        "severity: " + occurrence.severity().wireName(),
        "eventType: " + occurrence.eventType(),
        "rule: " + occurrence.rule(),
        "title: " + occurrence.title(),
        "resource: " + resource(occurrence.resource()),
        "identity: " + occurrence.identity(),
        "id: " + (id == null ? "none" : id.value() + " at " + id.at()),
        "observedAt: " + occurrence.observedAt(),
        "details: " + cut(occurrence.details()));
  }

  private static String resource(Resource resource) {
    return resource.equals(Resource.UNKNOWN)
        ? "unknown"
        : "%s %s, namespace '%s', apiVersion '%s'"
            .formatted(
                resource.kind(), resource.name(), resource.namespace(), resource.apiVersion());
  }

  static String kept(Examination.Kept kept) {
    return kept.conditionFailure()
        .map(failure -> "kept, since the condition could not be evaluated: " + failure)
        .orElse("kept");
  }

  static String clock(Occurrence occurrence, Examination.Kept kept, Instant receivedAt) {
    return kept.clockCorrected()
        ? "not believed: says "
            + occurrence.observedAt()
            + "; dated by its arrival at "
            + receivedAt
        : "believed: " + occurrence.observedAt();
  }

  static String fingerprint(Submission submission) {
    Occurrence occurrence = submission.occurrence();
    List<String> made = new ArrayList<>();
    made.add("source=" + occurrence.source());
    made.add("category=" + occurrence.category().wireName());
    made.add("eventType=" + occurrence.eventType());
    made.add("rule=" + occurrence.rule());
    made.add("group=" + occurrence.resource().group());
    made.add("kind=" + occurrence.resource().kind());
    made.add("namespace=" + occurrence.resource().namespace());
    made.add("name=" + occurrence.resource().name());
    occurrence.identity().forEach((field, value) -> made.add(field + "=" + value));
    return submission.fingerprint() + "\nmade of " + String.join(", ", made);
  }

  /** Where an object's finding goes. */
  static String held(Submission submission) {
    return "an Observation "
        + submission.fingerprint().hex().substring(0, 12)
        + ", which this object holds open; told again it counts only when it says something else;"
        + " resolved when the object does not have it any more; kept for "
        + submission.timeToLive()
        + " after that";
  }

  static String store(Submission submission) {
    Occurrence occurrence = submission.occurrence();
    Fingerprint fingerprint = submission.fingerprint();
    String again =
        occurrence.id() == null
            ? "sent again it counts again"
            : "sent again it counts once, by its id";
    return "a new Observation "
        + fingerprint.hex().substring(0, 12)
        + ", or one more occurrence of it; "
        + again
        + "; kept for "
        + submission.timeToLive()
        + " after it was last seen";
  }
}
