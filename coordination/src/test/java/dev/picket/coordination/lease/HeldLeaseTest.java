package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HeldLeaseTest implements HeldLease.Listener {

  private static final LeaseTiming TIMING = LeaseTiming.FAST;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualLoop loop = new ManualLoop();
  private final InMemoryLeaseStore store = new InMemoryLeaseStore(new AtomicLong());
  private final List<Validity> renewals = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private final HeldLease lease = hold();

  private HeldLease hold() {
    Lease wanted =
        new Lease("group", "group-a", "a", TIMING.duration(), null, null, 3, Map.of("x", "1"), 0);
    Lease created = ((LeaseStore.Write.Done) store.create(wanted)).lease();
    return new HeldLease(store, TIMING, new LeaseRules(), loop, loop.clocks(), created, this);
  }

  @BeforeEach
  void keep() {
    lease.keep();
  }

  @Override
  public void renewed(Lease written, Validity validity) {
    assertThat(written).isEqualTo(lease.lease());
    renewals.add(validity);
  }

  @Override
  public void lost(String reason) {
    losses.add(reason);
  }

  @Test
  void itIsRenewedOncePerRetryPeriod() {
    loop.advance(Duration.ofSeconds(10));
    assertThat(renewals).hasSize(10);
    assertThat(stored().renewedAt()).isEqualTo(loop.now().wall());
    assertThat(stored().transitions()).isEqualTo(3);
  }

  @Test
  void afterAFailureItIsRenewedSooner() {
    loop.cutOff(true);
    loop.advance(SECOND);
    loop.cutOff(false);
    loop.advance(TIMING.pauseAfterFailure());
    assertThat(renewals).hasSize(1);
  }

  @Test
  void anAnnotationIsWrittenAtOnceAndOnlyWhenItIsNew() {
    lease.annotate(Map.of("y", "2"));
    loop.runDue();
    assertThat(stored().annotations()).isEqualTo(Map.of("x", "1", "y", "2"));
    long before = loop.calls();
    lease.annotate(Map.of("y", "2"));
    loop.runDue();
    assertThat(loop.calls()).isEqualTo(before);
  }

  @Test
  void anAnnotationMadeDuringACallIsWrittenAfterIt() {
    loop.hold(true);
    loop.advance(SECOND);
    lease.annotate(Map.of("y", "2"));
    assertThat(loop.waiting()).isEqualTo(1);
    loop.answer();
    assertThat(loop.waiting()).isEqualTo(1);
    loop.answer();
    assertThat(stored().annotations()).containsEntry("y", "2");
  }

  @Test
  void anAnnotationWhoseWriteFailedIsWrittenWithTheNextRenewal() {
    loop.hold(true);
    lease.annotate(Map.of("y", "2"));
    loop.loseRequest();
    loop.hold(false);
    loop.advance(TIMING.pauseAfterFailure());
    assertThat(stored().annotations()).containsEntry("y", "2");
  }

  @Test
  void whatOthersAnnotateIsKept() {
    store.update(with(stored(), "a", Map.of("x", "1", "drain", "true")));
    loop.advance(Duration.ofSeconds(2));
    assertThat(stored().annotations()).containsEntry("drain", "true");
    assertThat(lease.lease().annotations()).containsEntry("drain", "true");
    assertThat(losses).isEmpty();
  }

  @Test
  void anotherHolderIsALossToldOnce() {
    store.update(with(stored(), "b", Map.of()));
    loop.advance(Duration.ofSeconds(20));
    assertThat(losses).containsExactly("its Lease is held by 'b'");
    assertThat(stored().holder()).isEqualTo("b");
  }

  @Test
  void aClearedHolderIsALoss() {
    store.update(with(stored(), "", Map.of()));
    loop.advance(SECOND);
    assertThat(losses).containsExactly("its Lease was cleared");
  }

  @Test
  void aDeletionIsALoss() {
    store.delete(stored());
    loop.advance(SECOND);
    assertThat(losses).containsExactly("its Lease was deleted");
    assertThat(store.read("group-a")).isEmpty();
  }

  @Test
  void aReleaseDuringARenewalComesAfterIt() {
    boolean[] released = new boolean[1];
    loop.hold(true);
    loop.advance(SECOND);
    lease.release(Map.of("released", "true"), () -> released[0] = true);
    loop.answer();
    assertThat(released).containsExactly(false);
    loop.answer();
    assertThat(released).containsExactly(true);
    assertThat(stored().isVacant()).isTrue();
    assertThat(stored().annotations()).containsEntry("released", "true");
  }

  @Test
  void aReleaseWhoseReplyWasLostIsNotMadeTwice() {
    boolean[] released = new boolean[1];
    loop.hold(true);
    lease.release(Map.of(), () -> released[0] = true);
    loop.loseReply();
    loop.hold(false);
    long revision = stored().revision();
    loop.advance(SECOND);
    assertThat(released).containsExactly(true);
    assertThat(stored().revision()).isEqualTo(revision);
    assertThat(losses).isEmpty();
  }

  @Test
  void aReleaseOfWhatWasLostIsDoneAtOnce() {
    store.delete(stored());
    loop.advance(SECOND);
    boolean[] released = new boolean[1];
    lease.release(Map.of(), () -> released[0] = true);
    assertThat(released).containsExactly(true);
  }

  @Test
  void nothingIsRenewedAfterARelease() {
    lease.release(Map.of(), () -> {});
    loop.runDue();
    long calls = loop.calls();
    loop.advance(Duration.ofSeconds(20));
    assertThat(loop.calls()).isEqualTo(calls);
  }

  @Test
  void whatIsAbandonedStaysHeld() {
    lease.abandon();
    loop.advance(Duration.ofSeconds(20));
    assertThat(renewals).isEmpty();
    assertThat(stored().holder()).isEqualTo("a");
  }

  private Lease stored() {
    return store.read("group-a").orElseThrow();
  }

  private static Lease with(Lease lease, String holder, Map<String, String> annotations) {
    return new Lease(
        lease.group(),
        lease.name(),
        holder,
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions(),
        annotations,
        lease.revision());
  }
}
