package dev.picket.coordination.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Where a member thinks: tasks run one after another, never two at once, so that what only tasks
 * touch needs no lock. Calls to the outside run elsewhere, and their results come back as tasks.
 *
 * <p>In production it is a thread of its own; in the simulation it is virtual time, which may
 * delay, lose and reorder whatever goes through it. All methods may be called by any thread.
 */
public interface Loop {

  /** Runs a task as soon as those before it are done. */
  void execute(Runnable task);

  /**
   * Runs a task later.
   *
   * @param delay on the monotonic clock; zero or more
   */
  Timer schedule(Duration delay, Runnable task);

  /**
   * Calls the outside without holding up other tasks, then runs {@code then} with the result, as a
   * task. It may take long; it may also have had its effect though it failed.
   */
  <T> void call(Callable<T> outside, Consumer<Result<T>> then);

  /** A task that waits for its time. */
  interface Timer {

    /** Lets it not run, unless it already has; may be called more than once. */
    void cancel();
  }

  /** What came of a call. */
  sealed interface Result<T> {

    /** It answered. */
    record Answer<T>(T value) implements Result<T> {}

    /** It threw, or did not answer in time; whether it had its effect is unknown. */
    record Failure<T>(Exception cause) implements Result<T> {}
  }
}
