package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The five faults measured in another elector (fabric8 7.8.0): this one has none of them. */
final class KnownFaultsTest {

  private final ManualLoop loop = new ManualLoop();
  private final InMemoryLeaseStore store = new InMemoryLeaseStore(new AtomicLong());

  @Test
  void releaseClearsTheHolder() {
    Candidate leader = new Candidate("a", store, loop).started();
    loop.runDue();
    leader.election.close(() -> {});
    loop.runDue();
    assertThat(stored().holder()).isEmpty();
  }

  @Test
  void aHolderWithASkewedClockIsNotRobbed() {
    Candidate behind = new Candidate("behind", store, loop, Duration.ofSeconds(-20)).started();
    loop.runDue();
    Candidate right = new Candidate("right", store, loop).started();
    Candidate ahead = new Candidate("ahead", store, loop, Duration.ofDays(400)).started();
    for (int i = 0; i < 60; i++) {
      loop.advance(Duration.ofMillis(500));
      assertThat(behind.leads()).isTrue();
      assertThat(right.leads()).isFalse();
      assertThat(ahead.leads()).isFalse();
    }
  }

  @Test
  void aLeaseWithoutASpecCanBeAcquired() {
    store.create(
        new Lease(Candidate.GROUP, Candidate.LEASE, "", Duration.ZERO, null, null, 0, Map.of(), 0));
    Candidate candidate = new Candidate("a", store, loop).started();
    loop.runDue();
    assertThat(candidate.leads()).isTrue();
  }

  @Test
  void aPartialSpecDoesNotEndTheCandidacy() {
    store.create(
        new Lease(
            Candidate.GROUP, Candidate.LEASE, "x", Duration.ZERO, null, null, -7, Map.of(), 0));
    Candidate candidate = new Candidate("a", store, loop).started();
    loop.advance(Duration.ofMillis(4_999));
    assertThat(candidate.leads()).isFalse();
    loop.advance(Duration.ofMillis(101));
    assertThat(candidate.leads()).isTrue();
  }

  @Test
  void aStalledRenewalDoesNotKeepLeadershipAlive() {
    Candidate leader = new Candidate("a", store, loop).started();
    loop.runDue();
    loop.hold(true);
    loop.advance(Duration.ofSeconds(12));
    assertThat(loop.waiting()).isEqualTo(1);
    assertThat(leader.leads()).isFalse();
  }

  private Lease stored() {
    return store.read(Candidate.LEASE).orElseThrow();
  }
}
