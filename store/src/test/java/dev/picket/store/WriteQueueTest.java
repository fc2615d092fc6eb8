package dev.picket.store;

import static dev.picket.observation.Holdings.holding;
import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.observation.Held;
import dev.picket.observation.Recorded;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
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

  private final WriteQueue<Submission, Recorded> queue = new WriteQueue<>(10, 1 << 20);

  @Test
  void workIsTakenInOrderUpToABatch() throws InterruptedException {
    Work<Submission, Recorded> first = added(2);
    Work<Submission, Recorded> second = added(3);
    Work<Submission, Recorded> third = added(1);
    assertThat(queue.take(5)).containsExactly(first, second);
    queue.finished(List.of(first, second));
    assertThat(queue.take(5)).containsExactly(third);
    assertThat(queue.depth()).isEqualTo(new WriteQueue.Depth(0, 0));
  }

  @Test
  void whatAnotherWriterIsAtWaitsAndKeepsItsOrder() throws InterruptedException {
    Work<Submission, Recorded> first = added("a");
    assertThat(queue.take(5)).containsExactly(first);
    Work<Submission, Recorded> conflicting = added("a", "b");
    Work<Submission, Recorded> behind = added("b");
    Work<Submission, Recorded> free = added("c");
    assertThat(queue.take(5)).containsExactly(free);
    queue.finished(List.of(first));
    assertThat(queue.take(5)).containsExactly(conflicting, behind);
  }

  @Test
  void holdingsOfOneObjectOrOneObservationWaitForEachOther() throws InterruptedException {
    WriteQueue<HandedIn, Held> holdings = new WriteQueue<>(100, 1 << 20);
    Work<HandedIn, Held> first = holds("a", "web-0");
    List<Work<HandedIn, Held>> behind = List.of(holds("a", "web-1"), holds("b", "web-0"));
    Work<HandedIn, Held> free = holds("c", "web-2");
    holdings.add(first);
    assertThat(holdings.take(100)).containsExactly(first);
    behind.forEach(holdings::add);
    holdings.add(free);
    assertThat(holdings.depth().submissions()).isEqualTo(6);
    assertThat(holdings.take(100)).containsExactly(free);
    holdings.finished(List.of(first));
    assertThat(holdings.take(100)).containsExactlyElementsOf(behind);
  }

  private static Work<HandedIn, Held> holds(String uid, String pod) {
    return Work.holding(List.of(HandedIn.of(holding(uid, 1, pod), NOON)));
  }

  @Test
  void aWriterWaitsForAnotherRatherThanInTheDatabase() throws Exception {
    Work<Submission, Recorded> first = added("a");
    assertThat(queue.take(5)).containsExactly(first);
    Work<Submission, Recorded> second = added("a");
    try (ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Work<Submission, Recorded>>> waiting = writer.submit(() -> queue.take(5));
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
    WriteQueue<Submission, Recorded> narrow = new WriteQueue<>(1000, 1500);
    narrow.add(work(1));
    narrow.add(work(1));
    assertThatThrownBy(() -> narrow.add(work(1))).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void workLargerThanTheQueueGetsItsTurnAlone() throws InterruptedException {
    Work<Submission, Recorded> large = added(11);
    assertThat(queue.take(5)).containsExactly(large);
  }

  @Test
  void workIsWithdrawnOnlyWhileNobodyHasTakenIt() throws InterruptedException {
    Work<Submission, Recorded> taken = added(1);
    Work<Submission, Recorded> waiting = added(1);
    assertThat(queue.take(1)).containsExactly(taken);
    assertThat(queue.withdraw(taken)).isFalse();
    assertThat(queue.withdraw(waiting)).isTrue();
    assertThat(queue.withdraw(waiting)).isFalse();
    assertThat(queue.depth()).isEqualTo(new WriteQueue.Depth(0, 0));
  }

  @Test
  void aClosedQueueGivesOutTheRestAndThenEnds() throws InterruptedException {
    Work<Submission, Recorded> rest = added(1);
    queue.close();
    assertThatThrownBy(() -> added(1)).hasMessage("the store is closing");
    assertThat(queue.take(5)).containsExactly(rest);
    assertThat(queue.take(5)).isEmpty();
  }

  private Work<Submission, Recorded> added(int submissions) {
    Work<Submission, Recorded> work = work(submissions);
    queue.add(work);
    return work;
  }

  private Work<Submission, Recorded> added(String... pods) {
    Work<Submission, Recorded> work =
        Work.recording(Arrays.stream(pods).map(pod -> submission(shellIn(pod))).toList());
    queue.add(work);
    return work;
  }

  private static Work<Submission, Recorded> work(int submissions) {
    return Work.recording(Collections.nCopies(submissions, submission(shellIn("web-0"))));
  }
}
