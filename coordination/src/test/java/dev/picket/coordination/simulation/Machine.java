package dev.picket.coordination.simulation;

import dev.picket.coordination.loop.Loop;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * One machine with one process: it may stall, be suspended, be cut off or crash. Its loop delays
 * what goes through it, and loses requests and replies.
 */
final class Machine implements Loop {

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration QUICK_LEAST = Duration.ofNanos(200_000);
  private static final Duration QUICK_MOST = Duration.ofMillis(4);
  private static final Duration SLOW_MOST = Duration.ofSeconds(6);

  final String name;
  final SimulatedClock clock;
  private final World world;
  private final Noise noise;
  private final Runnable afterEachTask;
  private long stalledUntil;
  private long cutUntil;
  private long blindUntil;
  private boolean crashed;
  private long lastTask;
  private Duration stallInNextCall = Duration.ZERO;

  /**
   * What the network does to calls and watches.
   *
   * @param slow probability that one way takes up to six seconds
   * @param lost probability that a request, and that a reply, is lost
   */
  record Noise(double slow, double lost) {
    static final Noise NONE = new Noise(0, 0);
  }

  Machine(World world, String name, SimulatedClock clock, Noise noise, Runnable afterEachTask) {
    this.world = world;
    this.name = name;
    this.clock = clock;
    this.noise = noise;
    this.afterEachTask = afterEachTask;
  }

  @Override
  public void execute(Runnable task) {
    lastTask = Math.max(lastTask, world.now() + world.random.nextLong(20_000));
    run(lastTask, task);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    long due = clock.nanos() + delay.toNanos();
    boolean[] cancelled = new boolean[1];
    wake(due, task, cancelled);
    return () -> cancelled[0] = true;
  }

  private void wake(long due, Runnable task, boolean[] cancelled) {
    long left = Math.max(0, due - clock.nanos());
    world.at(
        world.now() + clock.trueNanos(left),
        () -> {
          if (cancelled[0] || crashed) {
            return;
          }
          if (isStalled() || clock.nanos() < due) {
            // Stalled or suspended, it is late.
            world.at(Math.max(stalledUntil, world.now() + 1), () -> wake(due, task, cancelled));
            return;
          }
          runNow(task);
        });
  }

  @Override
  public <T> void call(Callable<T> outside, Consumer<Result<T>> then) {
    boolean[] answered = new boolean[1];
    long timeout = world.now() + CALL_TIMEOUT.toNanos();
    run(
        timeout,
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            then.accept(new Result.Failure<>(new IllegalStateException("no answer")));
          }
        });
    if (world.harm(noise.lost())) {
      return;
    }
    // A request may arrive, and have its effect, after its sender has given up on it.
    world.after(
        way(),
        () -> {
          Result<T> result = effect(outside);
          if (stallInNextCall.isPositive()) {
            stall(stallInNextCall);
            stallInNextCall = Duration.ZERO;
          }
          if (!world.harm(noise.lost())) {
            reply(answered, then, result);
          }
        });
  }

  private static <T> Result<T> effect(Callable<T> outside) {
    try {
      return new Result.Answer<>(outside.call());
    } catch (Violation violation) {
      throw violation;
    } catch (Exception failure) {
      return new Result.Failure<>(failure);
    }
  }

  private <T> void reply(boolean[] answered, Consumer<Result<T>> then, Result<T> result) {
    run(
        world.now() + way().toNanos(),
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            then.accept(result);
          }
        });
  }

  /** How long one way through the network takes. */
  Duration way() {
    return world.harm(noise.slow())
        ? world.between(QUICK_LEAST, SLOW_MOST)
        : world.between(QUICK_LEAST, QUICK_MOST);
  }

  /** Has the process do something at this time, or when it wakes. */
  void run(long at, Runnable task) {
    world.at(
        at,
        () -> {
          if (crashed) {
            return;
          }
          if (isStalled()) {
            run(stalledUntil, task);
            return;
          }
          runNow(task);
        });
  }

  private void runNow(Runnable task) {
    task.run();
    afterEachTask.run();
  }

  boolean isStalled() {
    return world.now() < stalledUntil;
  }

  boolean isCut() {
    return world.now() < cutUntil;
  }

  /** Whether lists fail and watches tell nothing. */
  boolean isBlind() {
    return world.now() < blindUntil;
  }

  boolean isCrashed() {
    return crashed;
  }

  /** Whether its program could take a step now. */
  boolean runs() {
    return !crashed && !isStalled();
  }

  double losing() {
    return noise.lost();
  }

  void crash() {
    crashed = true;
  }

  /** SIGSTOP, then SIGCONT; or a collection of garbage. */
  void stall(Duration time) {
    stalledUntil = Math.max(stalledUntil, world.now() + time.toNanos());
    // The first that it does may be anything, so it is looked at before it does what is due.
    world.at(stalledUntil, afterEachTask);
  }

  /** It stalls where that is worst: after a request had its effect, and before the reply. */
  void stallInNextCall(Duration time) {
    stallInNextCall = time;
  }

  /** Its virtual machine stands still, and its monotonic clock with it. */
  void suspend(Duration time) {
    if (isStalled()) {
      return;
    }
    clock.suspend();
    stalledUntil = world.now() + time.toNanos();
    world.at(
        stalledUntil,
        () -> {
          clock.resume();
          afterEachTask.run();
        });
  }

  /** It does not reach the API server. */
  void cutOff(Duration time) {
    cutUntil = Math.max(cutUntil, world.now() + time.toNanos());
  }

  /** The API server refuses its lists and watches, as one under load does, and takes its writes. */
  void blind(Duration time) {
    blindUntil = Math.max(blindUntil, world.now() + time.toNanos());
  }
}
