package dev.picket.coordination;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What something told from other threads, to be waited for. Safe for use by many threads. */
public final class Told<T> implements Consumer<T> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<T> told = new ArrayList<>();

  @Override
  public void accept(T each) {
    lock.lock();
    try {
      told.add(each);
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** All so far, in the order in which it was told. */
  public List<T> soFar() {
    lock.lock();
    try {
      return List.copyOf(told);
    } finally {
      lock.unlock();
    }
  }

  /** The first that is so, for which it waits; an {@link AssertionError} if none comes. */
  public T await(Predicate<T> isSo) {
    awaitAll(all -> all.stream().anyMatch(isSo));
    return soFar().stream().filter(isSo).findFirst().orElseThrow();
  }

  /** Whether one that is so comes within this time. */
  public boolean comes(Duration within, Predicate<T> isSo) {
    return waits(within, all -> all.stream().anyMatch(isSo));
  }

  /** Waits until all that was told is so; an {@link AssertionError} if that takes too long. */
  public void awaitAll(Predicate<List<T>> areSo) {
    if (!waits(PATIENCE, areSo)) {
      throw new AssertionError("in " + PATIENCE + " only this was told: " + soFar());
    }
  }

  private boolean waits(Duration within, Predicate<List<T>> areSo) {
    lock.lock();
    try {
      long left = within.toNanos();
      while (!areSo.test(told)) {
        if (left <= 0) {
          return false;
        }
        left = more.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", interrupted);
    } finally {
      lock.unlock();
    }
  }
}
