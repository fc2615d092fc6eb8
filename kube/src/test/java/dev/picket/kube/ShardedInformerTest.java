package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.kube.RecordingHandler.Changed;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an informer does on any API server. */
final class ShardedInformerTest {

  private static final InformerLimits LIMITS =
      new InformerLimits(7, 4, 4, 3, 7_500, Duration.ofSeconds(2));

  private TestCluster cluster;
  private KubeConnection connection;

  @BeforeEach
  void open() {
    cluster = TestCluster.open();
    connection = cluster.connect();
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    cluster.close();
  }

  @Test
  void tellsAllObjectsOfWhatIsAcquiredAndThenTheirChanges() {
    List<Written> before = create("before", 20);
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer informer = start(shards, handler)) {
      shards.prepare(FakeShards.all());
      assertThat(handler.told().soFar()).isEmpty();
      shards.acquire(FakeShards.all());
      handler.awaitComplete(FakeShards.all());
      assertThat(handler.complete().getFirst().uids())
          .containsExactlyInAnyOrderElementsOf(before.stream().map(Written::uid).toList());
      assertThat(handler.changed()).hasSize(20);
      Written changed = before.getFirst().change(cluster);
      handler.awaitChanged(changed);
      Written created = Written.create(cluster, "after");
      handler.awaitChanged(created);
      created.delete(cluster);
      handler.awaitDeleted(created);
      assertThat(handler.changed()).hasSize(22).doesNotHaveDuplicates();
      assertThat(informer.health()).isEmpty();
    }
  }

  @Test
  void tellsOnlyWhatItOwns() {
    PartitionSet owned = FakeShards.from(0, 32);
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer _ = start(shards, handler)) {
      shards.prepare(owned);
      shards.acquire(owned);
      handler.awaitComplete(owned);
      List<Written> all = create("object", 40);
      List<Written> ours =
          all.stream().filter(each -> owned.contains(Pool.UID, each.uid())).toList();
      ours.forEach(handler::awaitChanged);
      assertThat(handler.changed()).hasSameSizeAs(ours);
    }
  }

  @Test
  void namespacesAreShardedByThisMemberWhateverTheServerCan() {
    int partition = Pool.NAMESPACE.partition(cluster.namespace(), FakeShards.PARTITIONS);
    PartitionSet ours = FakeShards.from(partition, partition + 1);
    Written object = Written.create(cluster, "object");
    FakeShards shards = new FakeShards(Pool.NAMESPACE);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer _ = start(shards, handler)) {
      shards.prepare(FakeShards.all().minus(ours));
      shards.acquire(FakeShards.all().minus(ours));
      handler.awaitComplete(FakeShards.all().minus(ours));
      assertThat(handler.changed()).isEmpty();
      shards.prepare(ours);
      shards.acquire(ours);
      handler.awaitComplete(ours);
      handler.awaitChanged(object);
    }
  }

  @Test
  void everyRevisionIsToldOnceThoughConnectionsBreak() {
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer _ = start(shards, handler)) {
      shards.prepare(FakeShards.all());
      shards.acquire(FakeShards.all());
      handler.awaitComplete(FakeShards.all());
      Workload workload = new Workload(cluster, new Random(7));
      for (int i = 0; i < 300; i++) {
        workload.step();
        if (i % 40 == 39) {
          cluster.proxy().cut();
        }
      }
      Written last = Written.create(cluster, "last");
      handler.awaitChanged(last);
      workload.written().add(last);
      // Each range has a watch of its own, and the last one's may be ahead of the others.
      workload.written().forEach(handler::awaitChanged);
      workload.deleted().forEach(handler::awaitDeleted);
      assertThat(handler.changed())
          .containsExactlyInAnyOrderElementsOf(
              workload.written().stream()
                  .map(each -> new Changed(each.uid(), each.name(), each.revision()))
                  .toList());
      assertThat(handler.deleted()).hasSameSizeAs(workload.deleted());
    }
  }

  @Test
  void partitionsMoveBetweenMembersWithoutAMissingOrADoubleTelling() {
    FakeShards oldShards = new FakeShards(Pool.UID);
    FakeShards newShards = new FakeShards(Pool.UID);
    RecordingHandler oldHandler = new RecordingHandler();
    RecordingHandler newHandler = new RecordingHandler();
    PartitionSet moving = FakeShards.from(16, 48);
    Workload workload = new Workload(cluster, new Random(8));
    try (ShardedInformer _ = start(oldShards, oldHandler);
        ShardedInformer _ = start(newShards, newHandler)) {
      oldShards.prepare(FakeShards.all());
      oldShards.acquire(FakeShards.all());
      workload.steps(60);
      newShards.prepare(moving);
      workload.steps(60);
      oldShards.drain(moving);
      workload.steps(60);
      oldShards.lose(moving);
      newShards.acquire(moving);
      workload.steps(60);
      for (Written each : workload.alive()) {
        (moving.contains(Pool.UID, each.uid()) ? newHandler : oldHandler).awaitChanged(each);
      }
      assertThat(oldHandler.changed()).doesNotHaveDuplicates();
      assertThat(newHandler.changed()).doesNotHaveDuplicates();
      assertThat(newHandler.changed()).allMatch(each -> moving.contains(Pool.UID, each.uid()));
      newHandler.awaitComplete(moving);
    }
  }

  @Test
  void whatIsLostIsForgottenAndToldAnewWhenItComesBack() {
    Written object = Written.create(cluster, "object");
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer informer = start(shards, handler)) {
      for (int times = 1; times <= 3; times++) {
        shards.prepare(FakeShards.all());
        shards.acquire(FakeShards.all());
        int expected = times;
        handler.told().awaitAll(all -> handler.complete().size() == expected);
        assertThat(handler.changed())
            .containsOnly(new Changed(object.uid(), object.name(), object.revision()))
            .hasSize(times);
        shards.drain(FakeShards.all());
        shards.lose(FakeShards.all());
        assertThat(informer.watches()).isZero();
      }
    }
  }

  @Test
  void manyPreparationsNeedFewWatches() {
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    List<Written> objects = create("object", 30);
    try (ShardedInformer informer = start(shards, handler)) {
      for (int first = 0; first < FakeShards.PARTITIONS; first += 4) {
        shards.prepare(FakeShards.from(first, first + 4));
        shards.acquire(FakeShards.from(first, first + 4));
        assertThat(informer.watches()).isLessThanOrEqualTo(LIMITS.watchesMax());
      }
      handler.awaitComplete(FakeShards.all());
      objects.forEach(handler::awaitChanged);
      objects.stream().map(each -> each.change(cluster)).toList().forEach(handler::awaitChanged);
      assertThat(handler.changed()).hasSize(60).doesNotHaveDuplicates();
    }
  }

  @Test
  void aWatchThatWasCutWithoutAWordGoesOnWhereItWas() {
    connection.close();
    connection = cluster.connect(Duration.ofSeconds(3));
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer _ = start(shards, handler)) {
      shards.prepare(FakeShards.all());
      shards.acquire(FakeShards.all());
      handler.awaitComplete(FakeShards.all());
      cluster.proxy().freeze();
      List<Written> objects = create("object", 5);
      objects.forEach(handler::awaitChanged);
      assertThat(handler.changed()).hasSize(5);
    }
  }

  @Test
  void aHandlerThatIsSlowHoldsUpTheServerAndMissesNothing() throws InterruptedException {
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    CountDownLatch slow = new CountDownLatch(1);
    ObjectHandler behind = new SlowHandler(handler, slow);
    try (ShardedInformer _ = start(shards, behind)) {
      shards.prepare(FakeShards.all());
      shards.acquire(FakeShards.all());
      handler.awaitComplete(FakeShards.all());
      List<Written> objects = create("object", 100);
      assertThat(handler.changed()).isEmpty();
      slow.countDown();
      objects.forEach(handler::awaitChanged);
      assertThat(handler.changed()).hasSize(100);
    }
  }

  @Test
  void whatTheHandlerFailsOnIsToldAgainWithTheNextList() {
    Written object = Written.create(cluster, "object");
    Written other = Written.create(cluster, "other");
    FakeShards shards = new FakeShards(Pool.UID);
    RecordingHandler handler = new RecordingHandler();
    try (ShardedInformer _ = start(shards, new FailingHandler(handler, "object"))) {
      shards.prepare(FakeShards.all());
      shards.acquire(FakeShards.all());
      handler.awaitComplete(FakeShards.all());
      handler.awaitChanged(other);
      handler.awaitChanged(object);
    }
  }

  @Test
  void presenceAndAbsenceAreConfirmed() {
    Written object = Written.create(cluster, "object");
    try (ShardedInformer informer = start(new FakeShards(Pool.UID), new RecordingHandler())) {
      assertThat(informer.current(cluster.namespace(), "object"))
          .get()
          .extracting(KubeObject::uid, KubeObject::resourceVersion)
          .containsExactly(object.uid(), object.revision());
      object.delete(cluster);
      assertThat(informer.current(cluster.namespace(), "object")).isEmpty();
    }
  }

  private ShardedInformer start(FakeShards shards, ObjectHandler handler) {
    ObjectSelection selection =
        new ObjectSelection(KubeResource.CONFIG_MAPS, cluster.namespace(), "", "");
    ShardedInformer informer =
        new ShardedInformer(
            connection, selection, shards, handler, LIMITS, Ticker.system(), TestCluster.random());
    informer.start();
    return informer;
  }

  private List<Written> create(String prefix, int count) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(i -> Written.create(cluster, prefix + "-" + i))
            .toList());
  }
}
