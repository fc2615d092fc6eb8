package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The store's ports kept in memory, for tests of what uses them. It passes their contracts, as
 * PostgreSQL does. {@link #fail} makes it unavailable.
 */
public final class InMemoryObservationStore implements ObservationStore, HoldingStore, ChangeFeed {

  private static final Comparator<Observation> SEEN_LAST_FIRST =
      Comparator.comparing(Observation::lastSeen)
          .thenComparing(Observation::fingerprint)
          .reversed();

  private final Map<Fingerprint, Observation> observations = new HashMap<>();
  private final Set<List<Object>> occurrenceIds = new HashSet<>();
  private final List<Fingerprint> changes = new ArrayList<>();
  private final InMemoryHoldings holdings = new InMemoryHoldings(this);
  private final InstantSource clock;
  private @Nullable StoreUnavailableException failure;

  public InMemoryObservationStore() {
    this(InstantSource.system());
  }

  /**
   * An empty store.
   *
   * @param clock dates what a holding resolves
   */
  public InMemoryObservationStore(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on every call fails so, until null is given. */
  public synchronized void fail(@Nullable StoreUnavailableException with) {
    failure = with;
  }

  @Override
  public synchronized List<Recorded> record(List<Submission> submissions) {
    failIfAsked();
    return submissions.stream().map(this::record).toList();
  }

  private Recorded record(Submission submission) {
    Occurrence occurrence = submission.occurrence();
    OccurrenceId id = occurrence.id();
    if (id != null && !occurrenceIds.add(List.of(occurrence.source(), id))) {
      return new Recorded.Retried();
    }
    return count(submission, false);
  }

  /** Counts an occurrence that has not been counted before. */
  Recorded count(Submission submission, boolean held) {
    Observation before = observations.get(submission.fingerprint());
    put(before == null ? first(submission) : counted(before, submission, held));
    return before == null ? new Recorded.Created() : new Recorded.Repeated();
  }

  private static Observation first(Submission submission) {
    Occurrence seen = submission.occurrence();
    return new Observation(
        submission.fingerprint(),
        seen.source(),
        seen.category(),
        seen.severity(),
        seen.eventType(),
        seen.rule(),
        seen.title(),
        seen.resource(),
        seen.details(),
        1,
        seen.observedAt(),
        seen.observedAt(),
        State.OPEN,
        submission.receivedAt(),
        null,
        submission.timeToLive());
  }

  private static Observation counted(Observation before, Submission submission, boolean held) {
    Occurrence seen = submission.occurrence();
    boolean latest = held || !seen.observedAt().isBefore(before.lastSeen());
    boolean opens = opensAgain(before, submission.receivedAt());
    return new Observation(
        before.fingerprint(),
        before.source(),
        before.category(),
        held ? seen.severity() : max(before.severity(), seen.severity()),
        before.eventType(),
        before.rule(),
        latest ? seen.title() : before.title(),
        latest ? seen.resource() : before.resource(),
        latest ? seen.details() : before.details(),
        before.count() + 1,
        min(before.firstSeen(), seen.observedAt()),
        max(before.lastSeen(), seen.observedAt()),
        opens ? State.OPEN : before.state(),
        opens ? submission.receivedAt() : before.stateSince(),
        opens ? null : before.suppression(),
        latest ? submission.timeToLive() : before.timeToLive());
  }

  private static boolean opensAgain(Observation before, Instant at) {
    return before.state() == State.RESOLVED || suppressionEnded(before, at);
  }

  private static boolean suppressionEnded(Observation before, Instant at) {
    Observation.Suppression suppression = before.suppression();
    return suppression != null && !at.isBefore(suppression.until());
  }

  /** From now on the partition's floor is this fence's epoch, as if its owner had claimed it. */
  public synchronized void claim(Fence fence) {
    holdings.claim(fence);
  }

  @Override
  public synchronized List<Held> hold(List<Holding> told) {
    failIfAsked();
    return told.stream().map(each -> holdings.hold(each, clock.instant())).toList();
  }

  @Override
  public synchronized List<SourceObject> heldIn(
      String source, long firstHash, long lastHash, String afterUid, int limit) {
    failIfAsked();
    return holdings.in(source, firstHash, lastHash, afterUid, limit);
  }

  @Override
  public synchronized Optional<Observation> find(Fingerprint fingerprint) {
    failIfAsked();
    return Optional.ofNullable(observations.get(fingerprint));
  }

  @Override
  public synchronized List<Observation> findByPrefix(String hexPrefix) {
    failIfAsked();
    return observations.values().stream()
        .filter(each -> each.fingerprint().hex().startsWith(hexPrefix))
        .sorted(Comparator.comparing(Observation::fingerprint))
        .limit(2)
        .toList();
  }

  @Override
  public synchronized ObservationPage list(ObservationQuery query) {
    failIfAsked();
    List<Observation> found =
        observations.values().stream()
            .filter(query::matches)
            .filter(each -> query.after().filter(end -> !comesAfter(each, end)).isEmpty())
            .sorted(SEEN_LAST_FIRST)
            .limit(query.limit() + 1L)
            .toList();
    if (found.size() <= query.limit()) {
      return new ObservationPage(found, Optional.empty());
    }
    List<Observation> page = found.subList(0, query.limit());
    Observation last = page.getLast();
    return new ObservationPage(
        page, Optional.of(new ObservationQuery.Position(last.lastSeen(), last.fingerprint())));
  }

  private static boolean comesAfter(Observation each, ObservationQuery.Position position) {
    int byTime = each.lastSeen().compareTo(position.lastSeen());
    return byTime < 0 || (byTime == 0 && each.fingerprint().compareTo(position.fingerprint()) < 0);
  }

  @Override
  public synchronized Optional<Observation> apply(
      Fingerprint fingerprint, Transition transition, Instant at) {
    failIfAsked();
    Observation before = observations.get(fingerprint);
    if (before == null) {
      return Optional.empty();
    }
    Observation after =
        switch (transition) {
          case Transition.Suppress suppress ->
              moved(
                  before,
                  State.SUPPRESSED,
                  at,
                  new Observation.Suppression(suppress.reason(), suppress.until()));
          case Transition.Resolve _ -> moved(before, State.RESOLVED, at, null);
          case Transition.Reopen _ -> moved(before, State.OPEN, at, null);
        };
    put(after);
    return Optional.of(after);
  }

  private static Observation moved(
      Observation from, State state, Instant at, Observation.@Nullable Suppression suppression) {
    return new Observation(
        from.fingerprint(),
        from.source(),
        from.category(),
        from.severity(),
        from.eventType(),
        from.rule(),
        from.title(),
        from.resource(),
        from.details(),
        from.count(),
        from.firstSeen(),
        from.lastSeen(),
        state,
        state == from.state() ? from.stateSince() : at,
        suppression,
        from.timeToLive());
  }

  @Override
  public synchronized Summary summarise(Instant from, Duration slot, int slots) {
    failIfAsked();
    List<Summary.Slot> timeline =
        Stream.iterate(from, start -> start.plus(slot))
            .limit(slots)
            .map(start -> new Summary.Slot(start, firstSeenIn(start, start.plus(slot))))
            .toList();
    return new Summary(
        counts(observations.values().stream(), Observation::state),
        counts(open(), Observation::severity),
        counts(open(), Observation::source),
        counts(open(), Observation::category),
        timeline);
  }

  private Stream<Observation> open() {
    return observations.values().stream().filter(each -> each.state() == State.OPEN);
  }

  private Map<Severity, Long> firstSeenIn(Instant start, Instant end) {
    return counts(
        observations.values().stream()
            .filter(each -> !each.firstSeen().isBefore(start) && each.firstSeen().isBefore(end)),
        Observation::severity);
  }

  private static <K> Map<K, Long> counts(
      Stream<Observation> observations, Function<Observation, K> key) {
    return observations.collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
  }

  @Override
  public synchronized long collectGarbage(Instant now) {
    failIfAsked();
    for (Observation each : List.copyOf(observations.values())) {
      if (suppressionEnded(each, now)) {
        put(moved(each, State.OPEN, now, null));
      }
    }
    List<Observation> expired =
        observations.values().stream().filter(each -> expired(each, now)).toList();
    for (Observation each : expired) {
      observations.remove(each.fingerprint());
      changes.add(each.fingerprint());
    }
    holdings.forgetGone(now);
    return expired.size();
  }

  private boolean expired(Observation each, Instant now) {
    return each.state() != State.SUPPRESSED
        && !holdings.keeps(each.fingerprint(), now)
        && each.lastSeen().plus(each.timeToLive()).isBefore(now);
  }

  @Override
  public synchronized long latest() {
    failIfAsked();
    return changes.size();
  }

  @Override
  public synchronized Batch since(long after, int limit) {
    failIfAsked();
    if (after < 0 || after > changes.size()) {
      return new Batch.Reset(changes.size());
    }
    Set<Fingerprint> touched =
        new LinkedHashSet<>(changes.subList(Math.toIntExact(after), changes.size()));
    if (touched.size() > limit) {
      return new Batch.Reset(changes.size());
    }
    Set<Fingerprint> removed = new HashSet<>(touched);
    removed.removeAll(observations.keySet());
    touched.removeAll(removed);
    return new Batch.Changes(
        changes.size(),
        touched.stream()
            .map(each -> Optional.ofNullable(observations.get(each)).orElseThrow())
            .toList(),
        removed);
  }

  private void put(Observation observation) {
    observations.put(observation.fingerprint(), observation);
    changes.add(observation.fingerprint());
  }

  private void failIfAsked() {
    if (failure != null) {
      throw failure;
    }
  }

  private static <T extends Comparable<? super T>> T max(T one, T other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static <T extends Comparable<? super T>> T min(T one, T other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
