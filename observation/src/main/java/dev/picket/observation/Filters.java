package dev.picket.observation;

import java.util.Optional;

/**
 * Which occurrences of a source are kept. All tests must pass; the first that does not is the
 * reason.
 *
 * <p>A condition that cannot be evaluated keeps the occurrence: a mistake in a filter must not hide
 * an alarm. {@link Verdict#conditionFailure()} then tells of it.
 */
public record Filters(
    Severity minimumSeverity,
    Selection<Severity> severities,
    Selection<String> namespaces,
    Selection<String> kinds,
    Selection<Category> categories,
    Selection<String> eventTypes,
    Selection<String> rules,
    Condition condition) {

  /** Keeps everything. */
  public static final Filters NONE =
      new Filters(
          Severity.INFO,
          Selection.all(),
          Selection.all(),
          Selection.all(),
          Selection.all(),
          Selection.all(),
          Selection.all(),
          Condition.ALWAYS);

  /**
   * What became of an occurrence.
   *
   * @param dropReason which test it did not pass, a short constant such as {@code namespace}; empty
   *     when it is kept
   * @param conditionFailure why the condition could not be evaluated; empty when it could, or was
   *     not
   */
  public record Verdict(Optional<String> dropReason, Optional<String> conditionFailure) {

    static final Verdict KEPT = new Verdict(Optional.empty(), Optional.empty());

    static Verdict dropped(String reason) {
      return new Verdict(Optional.of(reason), Optional.empty());
    }

    public boolean kept() {
      return dropReason.isEmpty();
    }
  }

  /** Tests one occurrence. */
  public Verdict judge(Occurrence occurrence) {
    Resource resource = occurrence.resource();
    if (occurrence.severity().compareTo(minimumSeverity) < 0) {
      return Verdict.dropped("minimum_severity");
    }
    if (!severities.admits(occurrence.severity())) {
      return Verdict.dropped("severity");
    }
    if (!namespaces.admits(resource.namespace())) {
      return Verdict.dropped("namespace");
    }
    if (!kinds.admits(resource.kind())) {
      return Verdict.dropped("kind");
    }
    if (!categories.admits(occurrence.category())) {
      return Verdict.dropped("category");
    }
    if (!eventTypes.admits(occurrence.eventType())) {
      return Verdict.dropped("event_type");
    }
    if (!rules.admits(occurrence.rule())) {
      return Verdict.dropped("rule");
    }
    return judgeCondition(occurrence);
  }

  private Verdict judgeCondition(Occurrence occurrence) {
    try {
      return condition.test(occurrence) ? Verdict.KEPT : Verdict.dropped("condition");
    } catch (ConditionFailedException failure) {
      String why = failure.getMessage();
      return new Verdict(Optional.empty(), Optional.of(why == null ? "unknown" : why));
    }
  }
}
