package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.shard.PartitionSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the objects of owned partitions completely, tells those that are news, tells as deleted
 * what was told before and is missing, and then that the partitions are complete.
 *
 * <p>One list at a time: were two to overlap, the older could tell an object that the newer already
 * found missing. Safe for use by many threads, which wait for each other.
 */
final class Relist {

  private static final Logger log = LoggerFactory.getLogger(Relist.class);

  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final Lister lister;
  private final Holdings holdings;
  private final Teller teller;
  private final Lanes lanes;
  private final ObjectHandler handler;

  Relist(Lister lister, Holdings holdings, Teller teller, Lanes lanes, ObjectHandler handler) {
    this.lister = lister;
    this.holdings = holdings;
    this.teller = teller;
    this.lanes = lanes;
    this.handler = handler;
  }

  /**
   * Lists.
   *
   * @param selector the shard selector of these partitions or of more; empty for all objects
   */
  Lister.Listed of(PartitionSet partitions, String selector) throws InterruptedException {
    oneAtATime.lockInterruptibly();
    try {
      return list(held(partitions), partitions.partitions(), selector);
    } finally {
      oneAtATime.unlock();
    }
  }

  private Map<Integer, Holding> held(PartitionSet partitions) {
    Map<Integer, Holding> held = new HashMap<>();
    partitions.forEach(partition -> {
      Holding holding = holdings.of(partition);
      if (holding != null) {
        held.put(partition, holding);
      }
    });
    return held;
  }

  private Lister.Listed list(Map<Integer, Holding> held, int partitions, String selector)
      throws InterruptedException {
    Set<String> uids = new HashSet<>();
    held.values().forEach(Holding::beginList);
    try {
      Lister.Listed listed =
          lister.list(selector, () -> isWanted(held), new TellingReader(held, uids));
      if (listed instanceof Lister.Listed.Done done) {
        finish(held, partitions, uids, done.revision());
      }
      return listed;
    } finally {
      held.values().forEach(Holding::endList);
    }
  }

  private static boolean isWanted(Map<Integer, Holding> held) {
    return held.values().stream().anyMatch(holding -> !holding.isLost());
  }

  private void finish(Map<Integer, Holding> held, int partitions, Set<String> listed, long revision)
      throws InterruptedException {
    for (Holding holding : held.values()) {
      Set<String> known = new HashSet<>();
      holding.addUids(known);
      known.removeAll(listed);
      for (String uid : known) {
        teller.missing(holding, uid, revision);
      }
    }
    lanes.await();
    tellComplete(held, partitions);
  }

  private void tellComplete(Map<Integer, Holding> held, int partitions) {
    BitSet complete = new BitSet(partitions);
    Set<String> uids = new HashSet<>();
    held.forEach((partition, holding) -> {
      if (!holding.isLost()) {
        complete.set(partition);
        holding.addUids(uids);
      }
    });
    if (!complete.isEmpty()) {
      tellComplete(PartitionSet.of(partitions, complete), uids, held);
    }
  }

  private void tellComplete(PartitionSet complete, Set<String> uids, Map<Integer, Holding> held) {
    try {
      handler.complete(complete, uids);
      held.values().forEach(Holding::complete);
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("the handler failed on {}; it is told again", complete);
    }
  }

  private final class TellingReader implements Lister.Reader {

    private final Map<Integer, Holding> held;
    private final Set<String> uids;

    TellingReader(Map<Integer, Holding> held, Set<String> uids) {
      this.held = held;
      this.uids = uids;
    }

    @Override
    public void begins() {
      uids.clear();
    }

    @Override
    public void object(JsonNode json) throws InterruptedException {
      KubeObject object = KubeObject.of(json);
      if (held.containsKey(holdings.partition(object))) {
        uids.add(object.uid());
        teller.changed(object);
      }
    }
  }
}
