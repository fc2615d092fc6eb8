package dev.picket.coordination.lease;

import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A candidate on a loop in the hand of a test, and what it was told. */
final class Candidate {

  static final String GROUP = "group";
  static final String LEASE = "group-coordinator";
  static final LeaseTiming TIMING = LeaseTiming.FAST;

  final Election election;
  final List<Election.State> told = new ArrayList<>();

  Candidate(String name, LeaseStore store, ManualLoop loop) {
    this(name, store, loop, Duration.ZERO);
  }

  /** One whose wall clock is ahead by so much. */
  Candidate(String name, LeaseStore store, ManualLoop loop, Duration ahead) {
    this.election =
        new Election(
            store,
            GROUP,
            LEASE,
            name,
            TIMING,
            new LeaseRules(),
            loop,
            loop.clocks(ahead),
            new Random(name.hashCode()),
            told::add);
  }

  Candidate started() {
    election.start();
    return this;
  }

  boolean leads() {
    return election.isLeading();
  }

  /** Whether it was told that it leads, last of all. */
  boolean believesItLeads() {
    return !told.isEmpty() && told.getLast() instanceof Election.State.Leading;
  }
}
