package dev.picket.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkQueueTest {

  private final ManualTime time = new ManualTime();
  private final WorkQueue<String> queue = new WorkQueue<>(time, 3);

  @Test
  void keyThatWaitsIsNotAddedTwice() {
    queue.add("a");
    queue.add("a");
    assertThat(queue.poll()).contains("a");
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void keyIsNotHandedOutWhileItIsWorkedOnButAfterwards() {
    queue.add("a");
    assertThat(queue.poll()).contains("a");
    queue.add("a");
    assertThat(queue.poll()).isEmpty();
    queue.done("a");
    assertThat(queue.poll()).contains("a");
  }

  @Test
  void delayedKeyComesWhenItIsDueAndTheEarlierTimeCounts() {
    queue.addAfter("a", Duration.ofSeconds(10));
    queue.addAfter("a", Duration.ofSeconds(5));
    queue.addAfter("a", Duration.ofSeconds(7));
    assertThat(queue.untilNext()).contains(Duration.ofSeconds(5));
    time.advance(Duration.ofMillis(4_999));
    assertThat(queue.poll()).isEmpty();
    time.advance(Duration.ofMillis(1));
    assertThat(queue.poll()).contains("a");
    assertThat(queue.untilNext()).isEmpty();
  }

  @Test
  void keyThatIsAddedAtOnceNoLongerWaitsForItsTime() {
    queue.addAfter("a", Duration.ofSeconds(10));
    queue.add("a");
    assertThat(queue.poll()).contains("a");
    queue.done("a");
    time.advance(Duration.ofSeconds(20));
    assertThat(queue.poll()).isEmpty();
  }

  @Test
  void failuresWaitLongerEachTimeUntilForgotten() {
    queue.addAfterFailure("a");
    assertThat(queue.untilNext()).contains(Duration.ofMillis(5));
    time.advance(Duration.ofMillis(5));
    queue.poll();
    queue.done("a");
    queue.addAfterFailure("a");
    assertThat(queue.untilNext()).contains(Duration.ofMillis(10));
    queue.add("a");
    queue.forget("a");
    queue.poll();
    queue.done("a");
    queue.addAfterFailure("a");
    assertThat(queue.untilNext()).contains(Duration.ofMillis(5));
  }

  @Test
  void failuresNeverWaitLongerThanHalfAMinute() {
    for (int each = 0; each < 100; each++) {
      queue.addAfterFailure("a");
      time.advance(Duration.ofSeconds(30));
      assertThat(queue.poll()).contains("a");
      queue.done("a");
    }
  }

  @Test
  void keyThatDoesNotFitIsRefusedAndToldOnce() {
    queue.add("a");
    queue.add("b");
    queue.addAfter("c", Duration.ofSeconds(1));
    assertThat(queue.refusedOne()).isFalse();
    queue.add("d");
    assertThat(queue.refusedOne()).isTrue();
    assertThat(queue.refusedOne()).isFalse();
  }

  @Test
  void closingEndsTheWait() throws InterruptedException {
    Thread closer = Thread.ofVirtual().start(queue::close);
    assertThat(queue.take()).isEmpty();
    closer.join();
  }
}
