package dev.picket.observation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;

/**
 * One source's way from normalised items to committed Observations: filter, fingerprint, store.
 * Each item meets exactly one {@link Outcome}, and the {@link Ledger} counts it.
 *
 * <p>Safe for use by many threads.
 */
public final class Pipeline {

  private final Stages stages;
  private final ObservationStore store;
  private final Bookkeeping books;
  private final InstantSource clock;

  public Pipeline(
      Stages stages, ObservationStore store, Ledger.Account account, InstantSource clock) {
    this.stages = stages;
    this.store = store;
    this.books = new Bookkeeping(account);
    this.clock = clock;
  }

  /**
   * Takes the items of one payload and returns when each has met its outcome; those stored or
   * repeated are committed then.
   *
   * @return one outcome per item, in their order
   */
  public List<Outcome> accept(List<Item> items) {
    books.receive(items.size());
    Instant receivedAt = clock.instant();
    List<Examination> examinations =
        items.stream().map(item -> stages.examine(item, receivedAt)).toList();
    List<Submission> submissions =
        examinations.stream()
            .filter(Examination.Kept.class::isInstance)
            .map(kept -> ((Examination.Kept) kept).submission())
            .toList();
    Iterator<Outcome> stored = store(submissions).iterator();
    return examinations.stream().map(examination -> settle(examination, stored)).toList();
  }

  private Outcome settle(Examination examination, Iterator<Outcome> stored) {
    return books.settle(
        switch (examination) {
          case Examination.Ended ended -> ended.outcome();
          case Examination.Kept kept -> {
            books.note(kept);
            yield stored.next();
          }
        });
  }

  private List<Outcome> store(List<Submission> submissions) {
    if (submissions.isEmpty()) {
      return List.of();
    }
    try {
      Iterator<Recorded> recorded = store.record(submissions).iterator();
      return submissions.stream()
          .map(submission -> Bookkeeping.outcome(submission.fingerprint(), recorded.next()))
          .toList();
    } catch (StoreUnavailableException unavailable) {
      Outcome outcome = new Outcome.Unavailable("store", unavailable.retryAfter());
      return submissions.stream().map(submission -> outcome).toList();
    }
  }
}
