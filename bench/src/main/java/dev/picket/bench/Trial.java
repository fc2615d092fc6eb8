package dev.picket.bench;

import java.time.Duration;
import java.util.List;

/**
 * What came of one fault, done once.
 *
 * @param wrong findings that are not as they must be, once all is quiet
 * @param twice occurrences counted twice, of findings and of webhooks
 * @param acknowledged webhooks
 * @param lost webhooks that were acknowledged and are not stored
 * @param refused stale writes that the store refused
 * @param unowned for each partition of the victim, how long nobody worked on it
 * @param longest how long nobody worked on one partition, the victim's or not
 * @param caughtUp from the fault until the database said all that was true
 */
record Trial(
    long wrong,
    long twice,
    long acknowledged,
    long lost,
    long refused,
    List<Duration> unowned,
    Duration longest,
    Duration caughtUp) {

  Trial {
    unowned = List.copyOf(unowned);
  }

  boolean isClean() {
    return wrong == 0 && twice == 0 && lost == 0;
  }
}
