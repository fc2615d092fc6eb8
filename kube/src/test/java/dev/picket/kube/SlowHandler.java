package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Passes on what it is told once a test lets it. */
record SlowHandler(ObjectHandler next, CountDownLatch may) implements ObjectHandler {

  @Override
  public void changed(KubeObject object) {
    try {
      may.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return;
    }
    next.changed(object);
  }

  @Override
  public void deleted(KubeObject object) {
    next.deleted(object);
  }

  @Override
  public void complete(PartitionSet partitions, Set<String> uids) {
    next.complete(partitions, uids);
  }
}
