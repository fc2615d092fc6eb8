package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Fails the first time on an object of some name, and on the first complete list. */
final class FailingHandler implements ObjectHandler {

  private final ObjectHandler next;
  private final String name;
  private final AtomicBoolean changedFailed = new AtomicBoolean();
  private final AtomicBoolean completeFailed = new AtomicBoolean();

  FailingHandler(ObjectHandler next, String name) {
    this.next = next;
    this.name = name;
  }

  @Override
  public void changed(KubeObject object) {
    if (object.name().equals(name) && changedFailed.compareAndSet(false, true)) {
      throw new IllegalStateException("fails once on an object, as the test wants");
    }
    next.changed(object);
  }

  @Override
  public void deleted(KubeObject object) {
    next.deleted(object);
  }

  @Override
  public void complete(PartitionSet partitions, Set<String> uids) {
    if (completeFailed.compareAndSet(false, true)) {
      throw new IllegalStateException("fails once on a complete list, as the test wants");
    }
    next.complete(partitions, uids);
  }
}
