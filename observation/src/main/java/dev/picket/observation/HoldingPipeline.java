package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One source's way from the state of a source object to the Observations that it holds open:
 * filter, fingerprint, hold. Each item meets exactly one {@link Outcome} each time it is told, and
 * the {@link Ledger} counts it; so the contract holds for informers as for webhooks.
 *
 * <p>What the store answers for a whole object, each of its findings meets:
 *
 * <ul>
 *   <li>{@link Held.Done}: what became of the finding. A finding told before with the same content,
 *       as every list after a takeover does, is repeated as {@code retried}, and so is a second one
 *       of the same problem in one object.
 *   <li>{@link Held.Outdated}: filtered as {@code outdated}. It is left out on purpose, since a
 *       newer state of the object is known; it is not repeated, for the newer state need not have
 *       it and then no Observation of it may be there.
 *   <li>{@link Held.Fenced}: unavailable as {@code fenced}. This process could not store it, and
 *       whoever owns the partition now is told of the object itself.
 *   <li>No answer: unavailable as {@code store}; trying again is told and counted again.
 * </ul>
 *
 * <p>An object's own time is believed however long ago it is, back to a day before the object was
 * made: an object lies in the API server for months and is told anew after every takeover, unlike a
 * report that was sent just now. The API server's date of its creation bounds what a wrong clock
 * can do. firstSeen is therefore when the source, not Picket, is known to have seen the problem.
 *
 * <p>Safe for use by many threads.
 */
public final class HoldingPipeline {

  private final String source;
  private final Stages stages;
  private final HoldingStore store;
  private final Bookkeeping books;
  private final InstantSource clock;

  /**
   * A pipeline for one Ingester.
   *
   * @param source the Ingester's name
   */
  public HoldingPipeline(
      String source,
      Stages stages,
      HoldingStore store,
      Ledger.Account account,
      InstantSource clock) {
    this.source = source;
    this.stages = stages;
    this.store = store;
    this.books = new Bookkeeping(account);
    this.clock = clock;
  }

  /**
   * Makes the store hold what the object says, and returns when each item has met its outcome.
   *
   * @throws StoreUnavailableException when the store cannot answer now; the items are in the books
   *     as unavailable, and the state is to be told again
   */
  public Held hold(ObjectState state, Fence fence) {
    books.receive(state.items().size());
    DistinctFindings findings = examine(state);
    Held held = holdOrSettle(state, findings, fence);
    switch (held) {
      case Held.Done done -> settle(findings, done);
      case Held.Outdated _ -> settleAll(findings, new Outcome.Filtered("outdated"));
      case Held.Fenced _ -> settleAll(findings, new Outcome.Unavailable("fenced", Duration.ZERO));
    }
    return held;
  }

  private DistinctFindings examine(ObjectState state) {
    Instant receivedAt = clock.instant();
    Instant believedFrom = Stages.believedFrom(state.object().createdAt(), receivedAt);
    DistinctFindings findings = new DistinctFindings();
    for (int at = 0; at < state.items().size(); at++) {
      switch (stages.examine(state.items().get(at), receivedAt, believedFrom)) {
        case Examination.Ended ended -> books.settle(ended.outcome());
        case Examination.Kept kept -> {
          books.note(kept);
          findings.add(kept.submission(), state.contents().get(at));
        }
      }
    }
    return findings;
  }

  /** Whatever the store throws, a mistake of ours, too, the items are in the books. */
  private Held holdOrSettle(ObjectState state, DistinctFindings findings, Fence fence) {
    try {
      Holding holding =
          new Holding(
              source,
              state.object(),
              findings.submissions(),
              findings.contents(),
              state.gone(),
              fence);
      return store.hold(List.of(holding)).getFirst();
    } catch (StoreUnavailableException unavailable) {
      settleAll(findings, new Outcome.Unavailable("store", unavailable.retryAfter()));
      throw unavailable;
    } catch (RuntimeException mistake) {
      settleAll(findings, new Outcome.Unavailable("internal_error", Duration.ZERO));
      throw mistake;
    }
  }

  private void settleAll(DistinctFindings findings, Outcome outcome) {
    for (int at = 0; at < findings.size(); at++) {
      books.settle(outcome);
    }
  }

  private void settle(DistinctFindings findings, Held.Done done) {
    List<Submission> submissions = findings.submissions();
    Map<Fingerprint, Outcome.Rejected> refused = new HashMap<>();
    for (int at = 0; at < submissions.size(); at++) {
      Fingerprint fingerprint = submissions.get(at).fingerprint();
      Outcome outcome = Bookkeeping.outcome(fingerprint, done.findings().get(at));
      books.settle(outcome);
      if (outcome instanceof Outcome.Rejected rejected) {
        refused.put(fingerprint, rejected);
      }
    }
    for (Fingerprint again : findings.doubles()) {
      Outcome.Rejected rejected = refused.get(again);
      books.settle(rejected == null ? new Outcome.Repeated(again, true) : rejected);
    }
  }
}
