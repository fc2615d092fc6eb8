package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;

/**
 * The pure stages between normalising and storing, as one source is configured.
 *
 * @param timeToLive how long after they were last seen the source's Observations are kept
 */
public record Stages(Filters filters, Duration timeToLive) {

  /** A report older than this on arrival is dated by its arrival: its clock is not believed. */
  public static final Duration BELIEVED_PAST = Duration.ofHours(24);

  /** A report further ahead than this on arrival is dated by its arrival. */
  public static final Duration BELIEVED_FUTURE = Duration.ofMinutes(1);

  /** Follows one item through the stages. */
  public Examination examine(Item item, Instant receivedAt) {
    return switch (item) {
      case Item.Invalid invalid -> new Examination.Ended(new Outcome.Rejected(invalid.problem()));
      case Item.Irrelevant other -> new Examination.Ended(new Outcome.Filtered(other.reason()));
      case Item.Reported reported -> examine(reported.occurrence(), receivedAt);
    };
  }

  private Examination examine(Occurrence occurrence, Instant receivedAt) {
    Filters.Verdict verdict = filters.judge(occurrence);
    if (verdict.dropReason().isPresent()) {
      return new Examination.Ended(new Outcome.Filtered(verdict.dropReason().get()));
    }
    boolean believed = believes(occurrence.observedAt(), receivedAt);
    Occurrence dated = believed ? occurrence : occurrence.observedAt(receivedAt);
    Submission submission = new Submission(Fingerprint.of(dated), dated, receivedAt, timeToLive);
    return new Examination.Kept(submission, !believed, verdict.conditionFailure());
  }

  private static boolean believes(Instant observedAt, Instant receivedAt) {
    return !observedAt.isBefore(receivedAt.minus(BELIEVED_PAST))
        && !observedAt.isAfter(receivedAt.plus(BELIEVED_FUTURE));
  }
}
