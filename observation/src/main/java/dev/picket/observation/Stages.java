package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;

/**
 * The pure stages between normalising and storing, as one source is configured.
 *
 * @param timeToLive how long after they were last seen the source's Observations are kept
 */
public record Stages(Filters filters, Duration timeToLive) {

  /**
   * A report sent to us that is older than this on arrival is dated by its arrival: its clock is
   * not believed.
   */
  public static final Duration BELIEVED_PAST = Duration.ofHours(24);

  /** A report further ahead than this on arrival is dated by its arrival. */
  public static final Duration BELIEVED_FUTURE = Duration.ofMinutes(1);

  /** Follows one item of something that was sent just now through the stages. */
  public Examination examine(Item item, Instant receivedAt) {
    return examine(item, receivedAt, receivedAt.minus(BELIEVED_PAST));
  }

  /**
   * Follows one item through the stages.
   *
   * @param believedFrom an earlier time of the item's own is not believed
   */
  public Examination examine(Item item, Instant receivedAt, Instant believedFrom) {
    return switch (item) {
      case Item.Invalid invalid -> new Examination.Ended(new Outcome.Rejected(invalid.problem()));
      case Item.Irrelevant other -> new Examination.Ended(new Outcome.Filtered(other.reason()));
      case Item.Reported reported -> examine(reported.occurrence(), receivedAt, believedFrom);
    };
  }

  private Examination examine(Occurrence occurrence, Instant receivedAt, Instant believedFrom) {
    Filters.Verdict verdict = filters.judge(occurrence);
    if (verdict.dropReason().isPresent()) {
      return new Examination.Ended(new Outcome.Filtered(verdict.dropReason().get()));
    }
    Instant own = occurrence.observedAt();
    boolean believed =
        !own.isBefore(believedFrom) && !own.isAfter(receivedAt.plus(BELIEVED_FUTURE));
    Occurrence dated = believed ? occurrence : occurrence.observedAt(receivedAt);
    Submission submission = new Submission(Fingerprint.of(dated), dated, receivedAt, timeToLive);
    return new Examination.Kept(submission, !believed, verdict.conditionFailure());
  }

  /**
   * From when on an object's own time is believed: a day before the object was made, by the API
   * server's clock, and never later than that of something that was sent just now.
   */
  public static Instant believedFrom(Instant madeAt, Instant receivedAt) {
    return (madeAt.isBefore(receivedAt) ? madeAt : receivedAt).minus(BELIEVED_PAST);
  }
}
