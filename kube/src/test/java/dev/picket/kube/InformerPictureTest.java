package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to partitions, connections and the server's memory, in whatever order: in the
 * end the handler knows what is there. A failure names its seed.
 */
final class InformerPictureTest {

  private static final InformerLimits LIMITS =
      new InformerLimits(7, 4, 4, 3, 7_500, Duration.ofSeconds(2));
  private static final int ROUNDS = 60;
  private static final int BLOCK = 8;
  private static final int HISTORY = 25;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void inTheEndTheHandlerKnowsWhatIsThereWhereTheServerShards(long seed) throws IOException {
    play(seed, LabSettings.DEFAULTS.withHistoryLimit(HISTORY));
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void inTheEndTheHandlerKnowsWhatIsThereElsewhere(long seed) throws IOException {
    play(seed, LabSettings.DEFAULTS.withHistoryLimit(HISTORY).withShardSelector(false));
  }

  private static void play(long seed, LabSettings settings) throws IOException {
    try (TestCluster cluster = TestCluster.openLab(settings);
        KubeConnection connection = cluster.connect()) {
      FakeShards shards = new FakeShards(Pool.UID);
      PictureHandler handler = new PictureHandler();
      try (ShardedInformer informer = informer(cluster, connection, shards, handler)) {
        informer.start();
        Random random = new Random(seed);
        Workload workload = new Workload(cluster, random);
        for (int round = 0; round < ROUNDS; round++) {
          round(cluster, shards, workload, random);
        }
        PartitionSet rest = FakeShards.all().minus(shards.open());
        shards.prepare(rest);
        shards.acquire(rest);
        workload.steps(10);
        handler.await(there(workload));
      }
    }
  }

  private static void round(
      TestCluster cluster, FakeShards shards, Workload workload, Random random) {
    int first = BLOCK * random.nextInt(FakeShards.PARTITIONS / BLOCK);
    PartitionSet block = FakeShards.from(first, first + BLOCK);
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        if (shards.open().containsAll(block)) {
          shards.drain(block);
          workload.steps(random.nextInt(3));
          shards.lose(block);
        } else {
          shards.prepare(block);
          workload.steps(random.nextInt(3));
          shards.acquire(block);
        }
      }
      case 3 -> cluster.proxy().cut();
      case 4 -> {
        cluster.proxy().block(true);
        workload.steps(HISTORY * 2);
        cluster.proxy().block(false);
      }
      default -> workload.steps(1 + random.nextInt(10));
    }
  }

  private static Map<String, Long> there(Workload workload) {
    Map<String, Long> there = new TreeMap<>();
    workload.alive().forEach(each -> there.put(each.uid(), each.revision()));
    return there;
  }

  private static ShardedInformer informer(
      TestCluster cluster, KubeConnection connection, FakeShards shards, ObjectHandler handler) {
    return new ShardedInformer(
        connection,
        new ObjectSelection(KubeResource.CONFIG_MAPS, cluster.namespace(), "", ""),
        shards,
        handler,
        LIMITS,
        Ticker.system(),
        TestCluster.random());
  }
}
