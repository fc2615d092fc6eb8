package dev.picket.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Creates, changes and deletes ConfigMaps at random, and remembers what it did. */
final class Workload {

  private final TestCluster cluster;
  private final RandomGenerator random;
  private final List<Written> alive = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();
  private final List<Written> deleted = new ArrayList<>();
  private int created;

  Workload(TestCluster cluster, RandomGenerator random) {
    this.cluster = cluster;
    this.random = random;
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  void step() {
    int choice = random.nextInt(10);
    if (choice < 3 || alive.isEmpty()) {
      alive.add(noted(Written.create(cluster, "work-" + created++)));
    } else if (choice < 9) {
      int which = random.nextInt(alive.size());
      alive.set(which, noted(alive.get(which).change(cluster)));
    } else {
      Written gone = alive.remove(random.nextInt(alive.size()));
      gone.delete(cluster);
      deleted.add(gone);
    }
  }

  private Written noted(Written each) {
    written.add(each);
    return each;
  }

  /** Every state written. */
  List<Written> written() {
    return written;
  }

  /** The newest state of each that is there. */
  List<Written> alive() {
    return alive;
  }

  /** The last state of each that is gone. */
  List<Written> deleted() {
    return deleted;
  }
}
