package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Contenders;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TenureTest {

  private static final int ENTRIES_MAX = 5_000;
  private static final FencingToken TOKEN = new FencingToken("group", "uid", 3, 7);
  private final AtomicInteger idle = new AtomicInteger();
  private final Tenure tenure = new Tenure(TOKEN, idle::incrementAndGet);

  @Test
  void itBeginsShut() {
    assertThat(tenure.isOpen()).isFalse();
    assertThat(tenure.enter()).isFalse();
    assertThat(tenure.isIdle()).isTrue();
  }

  @Test
  void openItLetsMoreThanOneIn() {
    tenure.open();
    assertThat(tenure.enter()).isTrue();
    assertThat(tenure.enter()).isTrue();
    assertThat(tenure.isIdle()).isFalse();
    assertThat(tenure.token()).isEqualTo(TOKEN);
  }

  @Test
  void closingPermitsWhileItIsOpenTellsNobody() {
    tenure.open();
    tenure.enter();
    tenure.close();
    assertThat(tenure.isIdle()).isTrue();
    assertThat(idle).hasValue(0);
  }

  @Test
  void theLastPermitClosedAfterItWasShutTellsOnce() {
    tenure.open();
    tenure.enter();
    tenure.enter();
    tenure.shut();
    assertThat(tenure.enter()).isFalse();
    tenure.close();
    assertThat(idle).hasValue(0);
    tenure.close();
    assertThat(idle).hasValue(1);
    assertThat(tenure.isIdle()).isTrue();
  }

  @Test
  void itMayBeOpenedAgainWithPermitsStillOut() {
    tenure.open();
    tenure.enter();
    tenure.shut();
    tenure.open();
    assertThat(tenure.enter()).isTrue();
    tenure.shut();
    tenure.shut();
    tenure.close();
    assertThat(tenure.isIdle()).isFalse();
    tenure.close();
    assertThat(tenure.isIdle()).isTrue();
  }

  @Test
  void nobodySlipsInAfterItWasFoundShutAndIdle() {
    for (int round = 0; round < 300; round++) {
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger inside = new AtomicInteger();
      Tenure contended = new Tenure(TOKEN, () -> {});
      contended.open();
      List<Boolean> correct =
          Contenders.race(
              4,
              contender ->
                  contender == 0
                      ? shutAndWait(contended, inside, over)
                      : work(contended, inside, over));
      assertThat(correct).doesNotContain(false);
    }
  }

  private static boolean shutAndWait(Tenure tenure, AtomicInteger inside, AtomicBoolean over) {
    tenure.shut();
    while (!tenure.isIdle()) {
      Thread.onSpinWait();
    }
    boolean alone = inside.get() == 0;
    over.set(true);
    return alone;
  }

  private static boolean work(Tenure tenure, AtomicInteger inside, AtomicBoolean over) {
    boolean correct = true;
    for (int i = 0; i < ENTRIES_MAX && tenure.enter(); i++) {
      inside.incrementAndGet();
      correct &= !over.get();
      Thread.onSpinWait();
      correct &= !over.get();
      inside.decrementAndGet();
      tenure.close();
    }
    return correct;
  }
}
