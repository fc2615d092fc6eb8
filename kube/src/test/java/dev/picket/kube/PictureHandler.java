package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Knows of each object what it was told last, as a store does. */
final class PictureHandler implements ObjectHandler {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Map<String, Long> picture = new TreeMap<>();

  @Override
  public void changed(KubeObject object) {
    update(() -> picture.put(object.uid(), object.resourceVersion()));
  }

  @Override
  public void deleted(KubeObject object) {
    update(() -> picture.remove(object.uid()));
  }

  @Override
  public void complete(PartitionSet partitions, Set<String> uids) {
    update(() ->
        picture
            .keySet()
            .removeIf(uid -> partitions.contains(Pool.UID, uid) && !uids.contains(uid)));
  }

  private void update(Runnable update) {
    lock.lock();
    try {
      update.run();
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it knows this and nothing else. */
  void await(Map<String, Long> expected) {
    lock.lock();
    try {
      long left = PATIENCE.toNanos();
      while (!picture.equals(expected)) {
        if (left <= 0) {
          throw new AssertionError("expected " + expected + "\nbut it knows " + picture);
        }
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", interrupted);
    } finally {
      lock.unlock();
    }
  }
}
