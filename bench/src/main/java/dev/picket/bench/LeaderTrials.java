package dev.picket.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** Does faults to the leader of two candidates, and measures until the other has its place. */
final class LeaderTrials implements AutoCloseable {

  static final int LOOK_MILLIS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Random random;
  private Candidate leader;
  private Candidate standby;

  /**
   * What came of one fault.
   *
   * @param unowned from the fault until there was a leader
   * @param caughtUp from the fault until it had listed everything
   */
  record Takeover(Duration unowned, Duration caughtUp) {}

  private LeaderTrials(Candidate leader, Candidate standby, long seed) {
    this.leader = leader;
    this.standby = standby;
    this.random = new Random(seed);
  }

  static LeaderTrials prepare(Rig rig, long seed) throws IOException {
    Candidate leader = Candidate.start(rig.lab(), rig.workspace(), "leader-a");
    await(leader, SingleLeader.LISTED, 0);
    Candidate standby = Candidate.start(rig.lab(), rig.workspace(), "leader-b");
    await(standby, SingleLeader.FOLLOWING, 0);
    return new LeaderTrials(leader, standby, seed);
  }

  /** Whether the fault is one that a single leader may have. */
  static boolean knows(Fault fault) {
    return fault != Fault.COORDINATOR;
  }

  Takeover run(Fault fault) throws IOException {
    // Anywhere between two renewals.
    Pause.millis(1_000 + random.nextLong(SingleLeader.TIMING.retryPeriod().toMillis()));
    long led = standby.said(SingleLeader.LEADING);
    long listed = standby.said(SingleLeader.LISTED);
    long followed = leader.said(SingleLeader.FOLLOWING);
    long begun = System.nanoTime();
    fault.inflict(leader.process());
    await(standby, SingleLeader.LEADING, led);
    Duration unowned = Duration.ofNanos(System.nanoTime() - begun);
    await(standby, SingleLeader.LISTED, listed);
    Duration caughtUp = Duration.ofNanos(System.nanoTime() - begun);
    recover(fault, begun, followed);
    return new Takeover(unowned, caughtUp);
  }

  private void recover(Fault fault, long begunNanos, long followed) throws IOException {
    if (fault.isFinal()) {
      leader.restart();
      await(leader, SingleLeader.FOLLOWING, 0);
    } else {
      Duration length = Fault.length(SingleLeader.TIMING.duration());
      Duration left = length.minusNanos(System.nanoTime() - begunNanos);
      Pause.of(left.isPositive() ? left : Duration.ZERO);
      fault.heal(leader.process());
      await(leader, SingleLeader.FOLLOWING, followed);
    }
    Candidate before = leader;
    leader = standby;
    standby = before;
  }

  private static void await(Candidate candidate, String word, long before) throws IOException {
    long begun = System.nanoTime();
    while (candidate.said(word) <= before) {
      if (System.nanoTime() - begun > LIMIT.toNanos() || !candidate.process().isAlive()) {
        throw new IOException("a candidate for leader did not say '" + word + "'");
      }
      Pause.millis(LOOK_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    leader.close();
    standby.close();
  }
}
