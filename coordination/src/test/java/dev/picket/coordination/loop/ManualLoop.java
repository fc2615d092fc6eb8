package dev.picket.coordination.loop;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * A loop in virtual time, driven by hand: nothing happens before {@link #advance}. Calls are
 * answered at once, unless they are held to be answered, or not, one by one. For one thread.
 */
public final class ManualLoop implements Loop {

  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final Deque<Held<?>> held = new ArrayDeque<>();
  private long nanos = 1_000;
  private long wallMillis = START.toEpochMilli();
  private long sequence;
  private long calls;
  private boolean holding;
  private boolean cutOff;

  /** A machine's clocks. */
  public Clocks clocks() {
    return clocks(Duration.ZERO);
  }

  /** Clocks of a machine whose wall clock is ahead by so much. */
  public Clocks clocks(Duration ahead) {
    InstantSource wall = () -> Instant.ofEpochMilli(wallMillis).plus(ahead);
    return new Clocks(() -> nanos, wall);
  }

  /** What the clocks show. */
  public Moment now() {
    return clocks().now();
  }

  /** How many calls to the outside were asked for. */
  public long calls() {
    return calls;
  }

  /** Lets time pass, and everything happen that is due until then. */
  public void advance(Duration time) {
    long end = nanos + time.toNanos();
    for (Task next = tasks.peek(); next != null && next.due <= end; next = tasks.peek()) {
      tasks.remove();
      passUntil(Math.max(nanos, next.due));
      if (!next.cancelled) {
        next.action.run();
      }
    }
    passUntil(end);
  }

  /** Lets happen what is due now. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /** Lets time pass in which nothing happens, as if the process was stopped. */
  public void stall(Duration time) {
    passUntil(nanos + time.toNanos());
  }

  /** Sets the wall clock forward, or back. */
  public void jumpWall(Duration by) {
    wallMillis += by.toMillis();
  }

  /** From now on calls wait, or not any more. */
  public void hold(boolean calls) {
    holding = calls;
  }

  /** From now on calls fail without an effect, or not any more. */
  public void cutOff(boolean cut) {
    cutOff = cut;
  }

  /** How many calls wait. */
  public int waiting() {
    return held.size();
  }

  /** The call that has waited longest has its effect, and is answered. */
  public void answer() {
    held.remove().answer();
    runDue();
  }

  /** The call that has waited longest has its effect, but the reply is lost. */
  public void loseReply() {
    held.remove().loseReply();
    runDue();
  }

  /** The call that has waited longest never arrives. */
  public void loseRequest() {
    held.remove().loseRequest();
    runDue();
  }

  @Override
  public void execute(Runnable task) {
    schedule(Duration.ZERO, task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Task scheduled = new Task(nanos + delay.toNanos(), sequence++, task);
    tasks.add(scheduled);
    return scheduled;
  }

  @Override
  public <T> void call(Callable<T> outside, Consumer<Result<T>> then) {
    calls++;
    Held<T> call = new Held<>(this, outside, then);
    if (cutOff) {
      call.loseRequest();
    } else if (holding) {
      held.add(call);
    } else {
      call.answer();
    }
  }

  private void passUntil(long time) {
    // Whole milliseconds on the wall clock, without losing the rest.
    wallMillis += time / 1_000_000 - nanos / 1_000_000;
    nanos = time;
  }

  private record Held<T>(ManualLoop loop, Callable<T> outside, Consumer<Result<T>> then) {

    void answer() {
      Result<T> result = effect();
      loop.execute(() -> then.accept(result));
    }

    void loseReply() {
      Result<T> unseen = effect();
      loop.execute(() -> then.accept(new Result.Failure<>(new LostException("after " + unseen))));
    }

    void loseRequest() {
      loop.execute(() -> then.accept(new Result.Failure<>(new LostException("without effect"))));
    }

    private Result<T> effect() {
      try {
        return new Result.Answer<>(outside.call());
      } catch (Exception failure) {
        return new Result.Failure<>(failure);
      }
    }
  }

  private static final class LostException extends Exception {
    private static final long serialVersionUID = 1;

    LostException(String message) {
      super(message);
    }
  }

  private static final class Task implements Timer, Comparable<Task> {

    private final long due;
    private final long number;
    private final Runnable action;
    private boolean cancelled;

    Task(long due, long number, Runnable action) {
      this.due = due;
      this.number = number;
      this.action = action;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(due, other.due);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }
}
