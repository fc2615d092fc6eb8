package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Contenders;
import dev.picket.coordination.lease.Validity;
import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GateTest {

  private static final int PARTITIONS = 8;
  private static final int ROUNDS = 100_000;
  private static final Duration VALID = Duration.ofSeconds(3);
  private final ManualLoop time = new ManualLoop();
  private final Gate gate = new Gate(time.clocks(), PARTITIONS);

  @Test
  void nobodyEntersWhereNothingIsOwned() {
    gate.renew(validity());
    assertThat(gate.tryEnter(3)).isNull();
    assertThat(gate.isOpen(3)).isFalse();
    assertThat(gate.open()).isEqualTo(PartitionSet.none(PARTITIONS));
  }

  @Test
  void nobodyEntersBeforeTheFirstRenewal() {
    gate.set(3, opened());
    assertThat(gate.tryEnter(3)).isNull();
    assertThat(gate.isValid()).isFalse();
  }

  @Test
  void whoEntersGetsTheTokenOfTheTenure() {
    gate.set(3, opened());
    gate.renew(validity());
    Permit permit = Objects.requireNonNull(gate.tryEnter(3));
    assertThat(permit.token()).isEqualTo(new FencingToken("group", "uid", 3, 7));
    assertThat(gate.open()).isEqualTo(PartitionSet.of(PARTITIONS, IntStream.of(3)));
  }

  @Test
  void nobodyEntersWhenTheValidityEndsThoughNobodyShutTheGate() {
    gate.set(3, opened());
    gate.renew(validity());
    time.stall(VALID.minusMillis(1));
    assertThat(gate.tryEnter(3)).isNotNull();
    time.stall(Duration.ofMillis(1));
    assertThat(gate.tryEnter(3)).isNull();
    assertThat(gate.isOpen(3)).isFalse();
    assertThat(gate.open().isEmpty()).isTrue();
  }

  @Test
  void nobodyEntersAfterAStepOfTheWallClock() {
    gate.set(3, opened());
    gate.renew(validity());
    time.jumpWall(Duration.ofSeconds(-1));
    assertThat(gate.tryEnter(3)).isNull();
    time.jumpWall(Duration.ofSeconds(1));
    assertThat(gate.tryEnter(3)).isNull();
    assertThat(gate.renew(validity())).isFalse();
    assertThat(gate.tryEnter(3)).isNotNull();
  }

  @Test
  void aRenewalInTimeSaysThatNobodyWasRefused() {
    assertThat(gate.renew(validity())).isFalse();
    time.stall(Duration.ofSeconds(1));
    assertThat(gate.renew(validity())).isTrue();
    time.stall(VALID);
    assertThat(gate.renew(validity())).isFalse();
  }

  @Test
  void invalidatedItIsShutUntilTheNextRenewal() {
    gate.set(3, opened());
    gate.renew(validity());
    gate.invalidate();
    assertThat(gate.tryEnter(3)).isNull();
    gate.renew(validity());
    assertThat(gate.tryEnter(3)).isNotNull();
  }

  @Test
  void aTenureThatWasTakenAwayLetsNobodyIn() {
    gate.set(3, opened());
    gate.renew(validity());
    gate.set(3, null);
    assertThat(gate.tryEnter(3)).isNull();
  }

  @Test
  void nobodyIsRefusedWhileItIsRenewedInTime() {
    gate.set(3, opened());
    gate.renew(validity());
    List<Boolean> always =
        Contenders.race(3, contender -> contender == 0 ? renewOften() : entersAlways());
    assertThat(always).doesNotContain(false);
  }

  private boolean renewOften() {
    boolean held = true;
    for (int i = 0; i < ROUNDS; i++) {
      held &= gate.renew(validity());
    }
    return held;
  }

  private boolean entersAlways() {
    boolean entered = true;
    for (int i = 0; i < ROUNDS; i++) {
      Permit permit = gate.tryEnter(3);
      entered &= permit != null;
      if (permit != null) {
        permit.close();
      }
    }
    return entered;
  }

  private Validity validity() {
    return Validity.lasting(time.now(), VALID);
  }

  private static Tenure opened() {
    Tenure tenure = new Tenure(new FencingToken("group", "uid", 3, 7), () -> {});
    tenure.open();
    return tenure;
  }
}
