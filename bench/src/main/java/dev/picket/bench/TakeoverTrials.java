package dev.picket.bench;

import dev.picket.coordination.lease.LeaseTiming;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Does faults to a group, one after another, and compares what it made of them with the truth. */
final class TakeoverTrials implements AutoCloseable {

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final Duration FAULT_LENGTH = Fault.length(LeaseTiming.FAST.duration());

  static final int LOOK_MILLIS = 100;

  /** For what is on its way when all seems quiet. */
  private static final Duration AFTERMATH = Duration.ofMillis(1_500);

  private final Rig rig;
  private final Estate estate;
  private final Books books;
  private final GroupWatch watch;
  private final PrintWriter progress;
  private final Random random;
  private final int rate;
  private int trials;

  private TakeoverTrials(
      Rig rig, Estate estate, Books books, PrintWriter progress, long seed, int rate) {
    this.rig = rig;
    this.estate = estate;
    this.books = books;
    this.watch = new GroupWatch(rig.members());
    this.progress = progress;
    this.random = new Random(seed);
    this.rate = rate;
  }

  /** Fills the cluster, and returns when the group has told the database everything. */
  static TakeoverTrials prepare(Rig rig, int reports, int rate, long seed, PrintWriter progress)
      throws IOException, SQLException {
    rig.startMembers();
    Estate estate = new Estate(rig.apiServer());
    TakeoverTrials trials = new TakeoverTrials(rig, estate, rig.books(), progress, seed, rate);
    estate.fill(reports);
    trials.awaitQuiet(Rig.MEMBERS);
    return trials;
  }

  Trial run(Fault fault) throws IOException, SQLException {
    trials++;
    int victim = victim(fault);
    Member member = rig.members().get(victim);
    GroupStatus status = watch.status(victim).orElseThrow();
    Changes changes = changes(status);
    long[] refusedBefore = refused();
    Webhooks webhooks = Webhooks.start(rig.members(), "t" + trials, rate, random.nextLong());
    Pause.millis(500);
    changes.beginInFlight(estate);
    long begun = System.nanoTime();
    begin(fault, victim);
    fault.inflict(member.process());
    changes.endInFlight();
    changes.make(estate);
    Duration caughtUp = await(fault, member, begun);
    Gaps gaps = watch.end();
    Truth.Difference difference = difference();
    webhooks.end();
    long refused = refusedSince(refusedBefore);
    Books.Events events = books.events(webhooks.run());
    restore(fault, member);
    if (!difference.isNone()) {
      progress.println("  differs: " + difference.sample());
    }
    return new Trial(
        difference.wrong(),
        difference.twice() + events.twice(),
        webhooks.acknowledged(),
        Math.max(0, webhooks.acknowledged() - events.stored()),
        refused,
        gaps.of(status.open()),
        gaps.longest(),
        caughtUp);
  }

  private void begin(Fault fault, int victim) {
    if (fault.isOrderly()) {
      watch.beginLeaving(victim);
    } else {
      watch.beginUnable(victim);
    }
  }

  /** One that coordinates, or one that does not. */
  private int victim(Fault fault) {
    List<Integer> fitting =
        IntStream.range(0, Rig.MEMBERS)
            .filter(each -> coordinates(each) == (fault == Fault.COORDINATOR))
            .boxed()
            .toList();
    return fitting.get(random.nextInt(fitting.size()));
  }

  private boolean coordinates(int member) {
    GroupStatus status = watch.status(member).orElseThrow();
    return status.self().equals(status.coordinator());
  }

  /** Most are of the victim's reports, some of others'. */
  private Changes changes(GroupStatus victim) {
    return Changes.choose(
        shuffled(estate.in(victim.open(), victim.partitions(), true)),
        shuffled(estate.in(victim.open(), victim.partitions(), false)));
  }

  private List<Report> shuffled(List<Report> reports) {
    List<Report> shuffled = new ArrayList<>(reports);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /**
   * Waits until the fault is over and the group has settled without, or again with, the victim.
   *
   * @return how long after the fault the database said for the first time all that is true
   */
  private Duration await(Fault fault, Member victim, long begunNanos) throws SQLException {
    Duration caughtUp = SETTLE_LIMIT;
    boolean away = !fault.isFinal();
    Duration elapsed = Duration.ZERO;
    while (away || (caughtUp.equals(SETTLE_LIMIT) && elapsed.compareTo(SETTLE_LIMIT) < 0)) {
      if (away && elapsed.compareTo(FAULT_LENGTH) >= 0) {
        heal(fault, victim);
        away = false;
      }
      if (caughtUp.equals(SETTLE_LIMIT) && difference().isNone()) {
        caughtUp = Duration.ofNanos(System.nanoTime() - begunNanos);
      }
      Pause.millis(LOOK_MILLIS);
      elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
    }
    awaitSettled(fault.isFinal() ? Rig.MEMBERS - 1 : Rig.MEMBERS);
    Pause.of(AFTERMATH);
    return caughtUp;
  }

  /** Leaves the others time to see that it is no member any more, before they are asked. */
  private void heal(Fault fault, Member victim) {
    fault.heal(victim.process());
    watch.able();
    Pause.millis(500);
  }

  private void restore(Fault fault, Member victim) throws IOException, SQLException {
    if (fault.isFinal()) {
      victim.restart();
      victim.awaitReady();
    }
    estate.restore();
    awaitQuiet(Rig.MEMBERS);
    books.forgetEvents();
  }

  private void awaitQuiet(int members) throws SQLException {
    awaitSettled(members);
    awaitTruth();
  }

  private void awaitSettled(int members) {
    long begun = System.nanoTime();
    while (!watch.isSettled(members)) {
      if (System.nanoTime() - begun > SETTLE_LIMIT.toNanos()) {
        throw new IllegalStateException(
            "the group of %d did not settle within %s: %s"
                .formatted(members, SETTLE_LIMIT, watch.description()));
      }
      Pause.millis(50);
    }
  }

  private void awaitTruth() throws SQLException {
    long begun = System.nanoTime();
    while (!difference().isNone()) {
      if (System.nanoTime() - begun > SETTLE_LIMIT.toNanos()) {
        throw new IllegalStateException("before the fault already: " + difference().sample());
      }
      Pause.millis(LOOK_MILLIS);
    }
  }

  private Truth.Difference difference() throws SQLException {
    return estate.truth().difference(books.findings());
  }

  private long[] refused() throws IOException {
    long[] refused = new long[Rig.MEMBERS];
    for (int i = 0; i < refused.length; i++) {
      refused[i] = rig.members().get(i).refusedWrites();
    }
    return refused;
  }

  private long refusedSince(long[] before) throws IOException {
    long[] now = refused();
    return IntStream.range(0, now.length).mapToLong(i -> Math.max(0, now[i] - before[i])).sum();
  }

  @Override
  public void close() throws SQLException {
    watch.close();
    books.close();
  }
}
