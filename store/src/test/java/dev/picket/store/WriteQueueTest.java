package dev.picket.store;

import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.StoreUnavailableException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class WriteQueueTest {

  private final WriteQueue queue = new WriteQueue(10, 1 << 20);

  @Test
  void workIsTakenInOrderUpToABatch() throws InterruptedException {
    WriteQueue.Work first = added(2);
    WriteQueue.Work second = added(3);
    WriteQueue.Work third = added(1);
    assertThat(queue.take(5)).containsExactly(first, second);
    queue.finished(List.of(first, second));
    assertThat(queue.take(5)).containsExactly(third);
    assertThat(queue.depth()).isEqualTo(new WriteQueue.Depth(0, 0));
  }

  @Test
  void whatAnotherWriterIsAtWaitsAndKeepsItsOrder() throws InterruptedException {
    WriteQueue.Work first = added("a");
    assertThat(queue.take(5)).containsExactly(first);
    WriteQueue.Work conflicting = added("a", "b");
    WriteQueue.Work behind = added("b");
    WriteQueue.Work free = added("c");
    assertThat(queue.take(5)).containsExactly(free);
    queue.finished(List.of(first));
    assertThat(queue.take(5)).containsExactly(conflicting, behind);
  }

  @Test
  void aWriterWaitsForAnotherRatherThanInTheDatabase() throws Exception {
    WriteQueue.Work first = added("a");
    assertThat(queue.take(5)).containsExactly(first);
    WriteQueue.Work second = added("a");
    try (ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<WriteQueue.Work>> waiting = writer.submit(() -> queue.take(5));
      assertThatThrownBy(() -> waiting.get(50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      queue.finished(List.of(first));
      assertThat(waiting.get()).containsExactly(second);
    }
  }

  @Test
  void moreThanFitsIsTurnedAway() {
    added(10);
    assertThatThrownBy(() -> added(1))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessage("too much waits to be stored already: 10 occurrences");
  }

  @Test
  void bytesAreBoundedToo() {
    WriteQueue narrow = new WriteQueue(1000, 1500);
    narrow.add(work(1));
    narrow.add(work(1));
    assertThatThrownBy(() -> narrow.add(work(1))).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void workLargerThanTheQueueGetsItsTurnAlone() throws InterruptedException {
    WriteQueue.Work large = added(11);
    assertThat(queue.take(5)).containsExactly(large);
  }

  @Test
  void workIsWithdrawnOnlyWhileNobodyHasTakenIt() throws InterruptedException {
    WriteQueue.Work taken = added(1);
    WriteQueue.Work waiting = added(1);
    assertThat(queue.take(1)).containsExactly(taken);
    assertThat(queue.withdraw(taken)).isFalse();
    assertThat(queue.withdraw(waiting)).isTrue();
    assertThat(queue.withdraw(waiting)).isFalse();
    assertThat(queue.depth()).isEqualTo(new WriteQueue.Depth(0, 0));
  }

  @Test
  void aClosedQueueGivesOutTheRestAndThenEnds() throws InterruptedException {
    WriteQueue.Work rest = added(1);
    queue.close();
    assertThatThrownBy(() -> added(1)).hasMessage("the store is closing");
    assertThat(queue.take(5)).containsExactly(rest);
    assertThat(queue.take(5)).isEmpty();
  }

  private WriteQueue.Work added(int submissions) {
    WriteQueue.Work work = work(submissions);
    queue.add(work);
    return work;
  }

  private WriteQueue.Work added(String... pods) {
    WriteQueue.Work work =
        new WriteQueue.Work(Arrays.stream(pods).map(pod -> submission(shellIn(pod))).toList());
    queue.add(work);
    return work;
  }

  private static WriteQueue.Work work(int submissions) {
    return new WriteQueue.Work(Collections.nCopies(submissions, submission(shellIn("web-0"))));
  }
}
