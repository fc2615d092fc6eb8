package dev.picket.store;

import dev.picket.coordination.shard.FenceStore;
import dev.picket.coordination.shard.FencingToken;
import dev.picket.observation.ChangeFeed;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Held;
import dev.picket.observation.Holding;
import dev.picket.observation.HoldingStore;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Observation;
import dev.picket.observation.ObservationPage;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.ObservationStore;
import dev.picket.observation.Recorded;
import dev.picket.observation.SourceObject;
import dev.picket.observation.Submission;
import dev.picket.observation.Summary;
import dev.picket.observation.Transition;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Repeater;
import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Observations in PostgreSQL 15 or later, which many replicas may share. What is recorded is
 * written by group commit: an answer means that it is durable.
 *
 * <p>Times are kept to the microsecond; what is finer is cut off. When several submissions of one
 * Observation share a transaction and open it, the latest arrival among them dates its state. An
 * OccurrenceId is known for as long as {@link StoreSettings#identityMemory()} says, counted from
 * its own time; one whose clock is further off than that may be forgotten at once. A source, kind
 * or namespace longer than 253 bytes, a name longer than 1,024, and text with the character NUL are
 * refused.
 *
 * <p>Safe for use by many threads. While the database does not answer, every method fails at once
 * with a StoreUnavailableException, and works again by itself.
 */
public final class PostgresObservationStore
    implements ObservationStore, HoldingStore, FenceStore, ChangeFeed, Service {

  private static final Duration PROBE_PAUSE = Duration.ofSeconds(1);
  private static final int CONNECT_ATTEMPTS = 60;

  private final Supplier<StoreSettings> settings;
  private final Availability availability;
  private final Ticker ticker;
  private final InstantSource clock;
  private final StoreCounters counters = new StoreCounters();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Parts parts;

  /**
   * A store; it connects when it is started.
   *
   * @param settings asked when the store starts, so that a server started before it may say where
   *     it is
   * @param readiness told whether the database answers
   * @param clock dates what a holding resolves
   */
  public PostgresObservationStore(
      Supplier<StoreSettings> settings,
      Readiness.Handle readiness,
      Ticker ticker,
      InstantSource clock) {
    this.settings = settings;
    this.availability = new Availability(readiness);
    this.ticker = ticker;
    this.clock = clock;
  }

  /** What a started store consists of. */
  private record Parts(
      Database database,
      GroupCommit<Submission, Recorded> records,
      GroupCommit<HandedIn, Held> holds,
      PostgresFenceStore fences,
      ObservationQueries queries,
      ObjectQueries objects,
      Transitions transitions,
      Garbage garbage,
      PostgresChangeFeed feed,
      Repeater probe) {

    static Parts of(
        StoreSettings settings, Availability availability, StoreCounters counters, Ticker ticker) {
      Database database = new Database(settings, availability);
      return new Parts(
          database,
          new GroupCommit<>(
              "store-writer",
              database,
              settings,
              counters,
              ticker,
              RecordBatch::write,
              counters::recorded),
          new GroupCommit<>(
              "store-holder",
              database,
              settings,
              counters,
              ticker,
              HoldBatch::write,
              counters::held),
          new PostgresFenceStore(database),
          new ObservationQueries(database),
          new ObjectQueries(database),
          new Transitions(database),
          new Garbage(database, settings),
          new PostgresChangeFeed(database),
          new Repeater("store-probe", PROBE_PAUSE, database::probe));
    }
  }

  @Override
  public String name() {
    return "store";
  }

  /**
   * {@inheritDoc}
   *
   * <p>Waits up to half a minute for the server, and brings the tables up to date.
   *
   * @throws DatabaseStartException when the server cannot be used, with what to do about it
   */
  @Override
  public void start() {
    StoreSettings known = settings.get();
    Migrations migrations = new Migrations(known);
    migrations.awaitServer(CONNECT_ATTEMPTS, closing);
    migrations.run();
    Parts started = Parts.of(known, availability, counters, ticker);
    parts = started;
    started.feed().forgetTheFuture();
    started.records().start();
    started.holds().start();
    started.database().probe();
    started.probe().start();
  }

  @Override
  public List<Recorded> record(List<Submission> submissions) {
    return parts().records().commit(Work.recording(submissions));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidInputException when an object's name, namespace or uid is nothing that
   *     Kubernetes would give
   */
  @Override
  public List<Held> hold(List<Holding> holdings) {
    Instant at = clock.instant();
    return parts()
        .holds()
        .commit(Work.holding(holdings.stream().map(each -> HandedIn.of(each, at)).toList()));
  }

  @Override
  public List<SourceObject> heldIn(
      String source, long firstHash, long lastHash, String afterUid, int limit) {
    return parts().objects().heldIn(source, firstHash, lastHash, afterUid, limit);
  }

  @Override
  public List<Claim> claim(String claimant, List<FencingToken> tokens) {
    return parts().fences().claim(claimant, tokens);
  }

  @Override
  public Optional<Map<Integer, Long>> floors(String group, String pool) {
    return parts().fences().floors(group, pool);
  }

  @Override
  public Optional<Observation> find(Fingerprint fingerprint) {
    return parts().queries().find(fingerprint);
  }

  @Override
  public List<Observation> findByPrefix(String hexPrefix) {
    return parts().queries().findByPrefix(hexPrefix);
  }

  @Override
  public ObservationPage list(ObservationQuery query) {
    return parts().queries().list(query);
  }

  @Override
  public Optional<Observation> apply(Fingerprint fingerprint, Transition transition, Instant at) {
    return parts().transitions().apply(fingerprint, transition, at);
  }

  @Override
  public Summary summarise(Instant from, Duration slot, int slots) {
    return parts().queries().summarise(from, slot, slots);
  }

  @Override
  public long collectGarbage(Instant now) {
    return parts().garbage().collect(now);
  }

  @Override
  public long latest() {
    return parts().feed().latest();
  }

  @Override
  public Batch since(long after, int limit) {
    return parts().feed().since(after, limit);
  }

  /** What the store did so far. */
  public StoreGauges gauges() {
    Parts started = parts;
    WriteQueue.Depth none = new WriteQueue.Depth(0, 0);
    return counters.gauges(
        started == null ? none : started.records().depth().plus(started.holds().depth()));
  }

  private Parts parts() {
    Parts started = parts;
    if (started == null) {
      throw new IllegalStateException("the store has not been started");
    }
    return started;
  }

  /** Takes no more in, finishes what is under way within ten seconds, and disconnects. */
  @Override
  public void close() {
    closing.countDown();
    availability.closing();
    Parts started = parts;
    if (started != null) {
      started.probe().close();
      long begin = ticker.nanos();
      started.holds().refuse();
      started.records().refuse();
      started.holds().finish(begin);
      started.records().finish(begin);
      started.database().close();
      availability.closing();
    }
  }
}
