package dev.picket.lab.store;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one transaction on their way to the disk. Nobody but later transactions sees them
 * before they are durable. Safe for use by many threads.
 */
public final class Commit {

  private final CountDownLatch done = new CountDownLatch(1);
  private final Consumer<List<Transaction.Made>> publish;
  private volatile List<Transaction.Made> made;
  private volatile @Nullable JournalException failure;

  Commit(List<Transaction.Made> made, Consumer<List<Transaction.Made>> publish) {
    this.made = made;
    this.publish = publish;
  }

  /** Nothing, which is durable. */
  static Commit nothing() {
    Commit nothing = new Commit(List.of(), _ -> {});
    nothing.durable();
    return nothing;
  }

  List<Transaction.Made> made() {
    return made;
  }

  /** About how much room the changes take on disk. */
  long bytes() {
    return made.stream().mapToLong(each -> each.change().object().json().length).sum();
  }

  /** Makes the changes visible, and lets go whoever waits. */
  void durable() {
    publish.accept(made);
    made = List.of();
    done.countDown();
  }

  /** Says that the changes may be lost, unless they are durable; whoever waits is told why. */
  void failed(JournalException why) {
    if (done.getCount() > 0) {
      failure = why;
      done.countDown();
    }
  }

  /**
   * Waits until this is durable, whatever interrupts the thread: what becomes of it must be known.
   *
   * @throws JournalException when it may be lost
   */
  void await() {
    Waiting.throughInterrupts(() -> {
      done.await();
      return done;
    });
    JournalException why = failure;
    if (why != null) {
      throw new JournalException(String.valueOf(why.getMessage()), why);
    }
  }
}
