package dev.picket.coordination.loop;

import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Loop} that is a thread. Calls to the outside each run on a virtual thread. A task that
 * throws is logged and does not end the loop. After {@link #close()} no task runs any more, and
 * what calls under way bring back is dropped.
 */
public final class LoopThread implements Loop, Service {

  private static final Logger log = LoggerFactory.getLogger(LoopThread.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final AtomicLong calls = new AtomicLong();
  private long sequence;
  private boolean closed;
  private @Nullable Thread thread;

  public LoopThread(String name, Ticker ticker) {
    this.name = name;
    this.ticker = ticker;
  }

  /** A task and when it is due; those due at once keep their order. */
  private final class Task implements Timer, Comparable<Task> {

    private final long dueNanos;
    private final long number;
    private final Runnable action;

    Task(long dueNanos, long number, Runnable action) {
      this.dueNanos = dueNanos;
      this.number = number;
      this.action = action;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.signum(dueNanos - other.dueNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public void cancel() {
      lock.lock();
      try {
        tasks.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  @Override
  public void execute(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable action) {
    lock.lock();
    try {
      Task task = new Task(ticker.nanos() + Math.max(0, delay.toNanos()), sequence++, action);
      if (!closed) {
        tasks.add(task);
        changed.signal();
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <T> void call(Callable<T> outside, Consumer<Result<T>> then) {
    Thread.ofVirtual()
        .name(name + "-call-" + calls.incrementAndGet())
        .start(() -> {
          Result<T> result = result(outside);
          execute(() -> then.accept(result));
        });
  }

  private static <T> Result<T> result(Callable<T> outside) {
    try {
      return new Result.Answer<>(outside.call());
    } catch (Exception failure) {
      return new Result.Failure<>(failure);
    } catch (Error failure) {
      // Whoever waits for the answer must not wait for ever.
      return new Result.Failure<>(new IllegalStateException("the call failed", failure));
    }
  }

  private void run() {
    try {
      for (Task task = take(); task != null; task = take()) {
        run(task);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Task task) {
    try {
      task.action.run();
    } catch (RuntimeException | Error bug) {
      log.atError().addKeyValue("loop", name).setCause(bug).log("a task failed");
    }
  }

  private @Nullable Task take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Task first = tasks.peek();
        if (first == null) {
          changed.await();
        } else if (first.dueNanos - ticker.nanos() <= 0) {
          return tasks.poll();
        } else {
          // Woken early by a new task or late by time, it looks again.
          changed.awaitNanos(first.dueNanos - ticker.nanos());
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      tasks.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Thread running = thread;
    if (running != null && !running.equals(Thread.currentThread())) {
      join(running);
    }
  }

  private static void join(Thread running) {
    try {
      if (!running.join(GRACE)) {
        running.interrupt();
      }
    } catch (InterruptedException interrupted) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
