package dev.picket.coordination.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** True time, chance, and what happens next. */
final class World {

  /** A run that never comes to rest is a fault of the simulated program. */
  private static final int EVENTS_MAX = 2_000_000;

  final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> story = new ArrayList<>();
  private final boolean telling;
  private long now;
  private long sequence;
  private int happened;
  private boolean calm;

  World(long seed, boolean telling) {
    this.random = new SplittableRandom(seed);
    this.telling = telling;
  }

  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** True time since the beginning, in nanoseconds. */
  long now() {
    return now;
  }

  void at(long time, Runnable action) {
    events.add(new Event(Math.max(now, time), sequence++, action));
  }

  void after(Duration delay, Runnable action) {
    at(now + delay.toNanos(), action);
  }

  /** Lets everything happen until this time. */
  void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      if (++happened > EVENTS_MAX) {
        throw new Violation("comes to rest", "more than " + EVENTS_MAX + " events");
      }
      Event next = events.poll();
      now = next.at();
      next.action().run();
    }
    now = end;
  }

  /** From now on the network does no harm. */
  void calmDown() {
    calm = true;
  }

  /** Whether some harm happens that is as likely as this. */
  boolean harm(double probability) {
    return !calm && chance(probability);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Something between two durations, evenly. */
  Duration between(Duration least, Duration most) {
    return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
  }

  /** Notes what happened, for whoever replays the seed. */
  void tell(Supplier<String> what) {
    if (telling) {
      story.add("%9.4f  %s".formatted(now / 1e9, what.get()));
    }
  }

  List<String> story() {
    return story;
  }
}
