package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Election;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.LoopThread;
import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import dev.picket.runtime.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's part in a shard group: the way to run one controller on many replicas, each working
 * on its own share of the objects, with no object worked on twice.
 *
 * <pre>{@code
 * var shards =
 *     new ShardMember(
 *         ShardSettings.of("flink-operator", podName, "", LeaseTiming.STANDARD),
 *         new ShardStores(leases, maps, fences), clocks, random, halt);
 * shards.subscribe(event -> {
 *   switch (event) {
 *     case Prepare(var partitions, var warm) -> { informers.warmUpFor(partitions); warm.run(); }
 *     case Acquired(var partitions) -> queue.addAll(informers.objectsOf(partitions));
 *     case Draining(var partitions) -> {}
 *     case Lost(var partitions, var cause) -> informers.forget(partitions);
 *   }
 * });
 * shards.start();
 *
 * void reconcile(Flink object) {
 *   try (Permit permit = shards.tryEnter(object.getMetadata().getUid())) {
 *     if (permit != null) {
 *       sink.write(permit.token(), change);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>What it promises: at no time do two members' gates stand open for one partition, as long as
 * clocks run at nearly the same rate ({@link dev.picket.coordination.lease.LeaseTiming} says how
 * nearly) and processes that work on a permit are not stopped for longer than the lease's guard.
 * For the latter there is the fence: a sink that checks {@link FencingToken}s refuses what comes
 * too late. A partition changes hands only after its owner has acknowledged that nothing is in
 * flight, or after the owner's Lease was taken so that it can never be renewed.
 *
 * <p>A process that loses its Lease comes back by itself as a new incarnation, which owns nothing
 * at first. {@link #close()} hands everything over before it leaves. Safe for use by many threads.
 */
public final class ShardMember implements Shards, ShardGroup, Service {

  private static final Logger log = LoggerFactory.getLogger(ShardMember.class);
  private static final Duration LEAVE_GRACE = Duration.ofSeconds(20);
  private static final Duration LOOK_LIMIT = Duration.ofSeconds(5);
  private static final int DRAIN_ATTEMPTS = 5;

  private final Terms terms;
  private final ShardSettings settings;
  private final ShardStores stores;
  private final Loop loop;
  private final Consumer<String> halt;
  private final List<Service> threads;
  private final Gate gate;
  private final Announcer announcer;
  private final Roster roster;
  private final MapFollower follower;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.CREATED);
  private @Nullable Incarnation incarnation;
  private volatile @Nullable AutoCloseable leaseWatch;
  private volatile @Nullable AutoCloseable mapWatch;
  private int lives;
  private boolean leaving;

  /**
   * A member; it joins when it is started.
   *
   * @param random for ids and jitter
   * @param halt called with a message, on any thread, when work in flight has held up a handoff
   *     beyond {@link ShardSettings#drainLimit()}: it must end the process, since only that frees
   *     the partition
   */
  public ShardMember(
      ShardSettings settings,
      ShardStores stores,
      Clocks clocks,
      RandomGenerator random,
      Consumer<String> halt) {
    this(
        settings,
        stores,
        clocks,
        random,
        halt,
        new LoopThread("shards", clocks.ticker()),
        new LoopThread("shard-events", clocks.ticker()));
  }

  private ShardMember(
      ShardSettings settings,
      ShardStores stores,
      Clocks clocks,
      RandomGenerator random,
      Consumer<String> halt,
      LoopThread loop,
      LoopThread events) {
    this(
        new Terms(settings, stores, new LeaseRules(), new ShardRules(), loop, clocks, random),
        halt,
        events,
        List.of(loop, events));
  }

  private enum Stage {
    CREATED,
    STARTED,
    CLOSED,
  }

  /** A member on loops that somebody else runs, by rules that may be broken. */
  ShardMember(Terms terms, Consumer<String> halt, Loop events, List<Service> threads) {
    this.terms = terms;
    this.settings = terms.settings();
    this.stores = terms.stores();
    this.halt = halt;
    this.loop = terms.loop();
    this.threads = threads;
    this.gate = new Gate(terms.clocks(), settings.partitions());
    this.announcer = new Announcer(events, loop);
    this.roster = new Roster(terms, this::membersChanged);
    this.follower =
        new MapFollower(settings.group(), stores.maps(), terms.rules(), loop, this::mapChanged);
  }

  @Override
  public String name() {
    return "shards";
  }

  /** Joins, in the background: the gate opens when the group has given this member something. */
  @Override
  public void start() {
    if (!stage.compareAndSet(Stage.CREATED, Stage.STARTED)) {
      throw new IllegalStateException("this member is " + stage.get() + ", expected CREATED");
    }
    threads.forEach(Service::start);
    loop.execute(this::join);
  }

  @Override
  public @Nullable Permit tryEnter(String key) {
    return gate.tryEnter(settings.pool().partition(key, settings.partitions()));
  }

  @Override
  public boolean isCurrentFor(String key) {
    return gate.isOpen(settings.pool().partition(key, settings.partitions()));
  }

  @Override
  public PartitionSet open() {
    return gate.open();
  }

  @Override
  public void subscribe(ShardListener listener) {
    loop.execute(() -> {
      Incarnation now = incarnation;
      PartitionSet coming =
          now == null ? PartitionSet.none(settings.partitions()) : now.possession().coming();
      announcer.add(listener, coming, gate.open());
    });
  }

  @Override
  public Pool pool() {
    return settings.pool();
  }

  @Override
  public int partitions() {
    return settings.partitions();
  }

  private void join() {
    leaseWatch = stores.leases().watch(settings.group(), this::leaseWritten);
    mapWatch =
        stores.maps().watch(settings.group(), stored -> loop.execute(() -> follower.see(stored)));
    look();
    live();
  }

  /** Watches may lose what they should tell, so everything is read from time to time. */
  private void look() {
    roster.refresh();
    follower.refresh();
    loop.schedule(settings.timing().retryPeriod(), this::look);
  }

  private void live() {
    if (leaving) {
      return;
    }
    Incarnation next =
        new Incarnation(
            terms,
            nextId(),
            gate,
            announcer,
            roster,
            follower,
            reason -> loop.schedule(settings.timing().pauseAfterFailure(), this::live),
            halt);
    incarnation = next;
    next.begin();
  }

  private String nextId() {
    return "%s-%05x%s"
        .formatted(
            settings.name(), terms.random().nextInt(1 << 20), lives++ == 0 ? "" : "-" + lives);
  }

  private void leaseWritten(Lease lease) {
    loop.execute(() -> {
      roster.see(lease);
      Incarnation now = incarnation;
      if (now != null) {
        now.election().hint(lease);
      }
    });
  }

  private void membersChanged() {
    Incarnation now = incarnation;
    if (now != null) {
      now.review();
    }
  }

  private void mapChanged() {
    Incarnation now = incarnation;
    if (now != null) {
      now.mapChanged();
    }
  }

  /** Hands everything over and leaves the group; returns when that is done, or after a while. */
  @Override
  public void close() {
    if (stage.getAndSet(Stage.CLOSED) == Stage.STARTED) {
      handOver();
      crash();
      threads.reversed().forEach(Service::close);
      gate.invalidate();
    }
  }

  private void handOver() {
    CountDownLatch gone = new CountDownLatch(1);
    leave(gone::countDown);
    try {
      if (!gone.await(LEAVE_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn()
            .addKeyValue("after", LEAVE_GRACE)
            .log("left without handing everything over: the others take it when the lease ends");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks to leave; {@code then} runs on the loop when everything is handed over. */
  void leave(Runnable then) {
    loop.execute(() -> {
      leaving = true;
      Incarnation now = incarnation;
      if (now == null) {
        then.run();
      } else {
        now.leave(then);
      }
    });
  }

  /** Ends at once, as a crash would. */
  void crash() {
    loop.execute(() -> {
      leaving = true;
      Incarnation now = incarnation;
      if (now != null) {
        now.abandon();
      }
    });
    end(leaseWatch);
    end(mapWatch);
  }

  private static void end(@Nullable AutoCloseable watch) {
    if (watch != null) {
      try {
        watch.close();
      } catch (Exception failure) {
        log.atDebug().setCause(failure).log("a watch did not end in order");
      }
    }
  }

  @Override
  public GroupView view() {
    CompletableFuture<GroupView> view = new CompletableFuture<>();
    loop.execute(() -> view.complete(viewNow()));
    try {
      return view.get(LOOK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stopped) {
      throw new UnreachableException("this member has stopped", stopped);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted", interrupted);
    }
  }

  private GroupView viewNow() {
    Incarnation now = incarnation;
    Stored stored = follower.newest();
    ShardMap map = stored instanceof Stored.Found found ? found.map() : null;
    long revision = stored instanceof Stored.Found found ? found.revision() : 0;
    return new GroupView(
        settings.group(),
        settings.pool(),
        now == null ? "" : now.id(),
        now == null ? "" : coordinator(now),
        roster.members().stream()
            .filter(each -> each.life() != Roster.Life.DEAD)
            .map(this::member)
            .toList(),
        map,
        revision,
        gate.open(),
        problem());
  }

  private static String coordinator(Incarnation now) {
    return switch (now.election().state()) {
      case Election.State.Leading _ -> now.election().isLeading() ? now.id() : "";
      case Election.State.Following(String leader) -> leader;
    };
  }

  private String problem() {
    if (!roster.problem().isEmpty()) {
      return roster.problem();
    }
    if (!follower.problem().isEmpty()) {
      return follower.problem();
    }
    return follower.newest() instanceof Stored.Found found
            && found.map().partitions() != settings.partitions()
        ? "the group's shard map has %d partitions, and this member is configured for %d"
            .formatted(found.map().partitions(), settings.partitions())
        : "";
  }

  private GroupView.Member member(Roster.Member each) {
    Status status =
        switch (each.life()) {
          case SILENT, DEAD -> Status.SILENT;
          case ALIVE ->
              each.notes().leaving()
                  ? Status.LEAVING
                  : each.notes().drained() ? Status.DRAINED : Status.ACTIVE;
        };
    return new GroupView.Member(
        each.id(),
        each.notes().address(),
        Optional.ofNullable(each.lease().acquiredAt()),
        roster.silentFor(each),
        status);
  }

  @Override
  public Optional<String> drain(String member, boolean drained) {
    for (int attempt = 1; attempt <= DRAIN_ATTEMPTS; attempt++) {
      List<Lease> matching =
          stores.leases().list(settings.group()).stream()
              .filter(lease -> lease.name().startsWith(settings.memberLease(member)))
              .filter(lease -> settings.memberLease(lease.holder()).equals(lease.name()))
              .toList();
      if (matching.size() != 1) {
        return Optional.empty();
      }
      Lease lease = matching.getFirst();
      if (stores.leases().update(withDrain(lease, drained)) instanceof LeaseStore.Write.Done) {
        return Optional.of(lease.holder());
      }
    }
    throw new UnreachableException(
        "the member's Lease changed each time, " + DRAIN_ATTEMPTS + " times; try again");
  }

  private static Lease withDrain(Lease lease, boolean drained) {
    Map<String, String> annotations = MemberNotes.withDrain(lease.annotations(), drained);
    return new Lease(
        lease.group(),
        lease.name(),
        lease.holder(),
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions(),
        annotations,
        lease.revision());
  }
}
