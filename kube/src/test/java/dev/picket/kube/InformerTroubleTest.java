package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.Told;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.coordination.shard.ShardEvent;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an informer makes of servers that refuse. */
final class InformerTroubleTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void whatIsForbiddenHoldsUpNobodyAndNamesTheRuleToAdd() {
    try (StubServer server = StubServer.answering(403, "{\"message\":\"no\"}");
        KubeConnection connection = server.connect(TIMEOUT)) {
      FakeShards shards = new FakeShards(Pool.UID);
      try (ShardedInformer informer = start(connection, shards)) {
        shards.prepare(FakeShards.from(0, 32));
        shards.prepare(FakeShards.from(32, 64));
        assertThat(informer.health())
            .isEqualTo(
                """
                cannot list configmaps: the API server answered 403 (no); allow it with this rule \
                in a ClusterRole:
                - apiGroups: [""]
                  resources: ["configmaps"]
                  verbs: ["get", "list", "watch"]\
                """);
      }
    }
  }

  @Test
  void whileTheServerIsBrokenNothingIsWarmAndItIsAskedAgain() {
    try (StubServer server = StubServer.answering(500, "{\"message\":\"no\"}");
        KubeConnection connection = server.connect(TIMEOUT)) {
      FakeShards shards = new FakeShards(Pool.UID);
      Told<PartitionSet> warm = new Told<>();
      try (ShardedInformer informer = start(connection, shards)) {
        shards.tell(new ShardEvent.Prepare(FakeShards.all(), () -> warm.accept(FakeShards.all())));
        assertThat(warm.comes(Duration.ofMillis(500), _ -> true)).isFalse();
        assertThat(informer.health())
            .contains("cannot list configmaps: the API server answered 500");
        assertThat(server.requests()).hasSizeGreaterThan(2).hasSizeLessThan(30);
      }
    }
  }

  private static ShardedInformer start(KubeConnection connection, FakeShards shards) {
    ShardedInformer informer =
        new ShardedInformer(
            connection,
            ObjectSelection.all(KubeResource.CONFIG_MAPS),
            shards,
            new RecordingHandler(),
            InformerLimits.DEFAULT,
            Ticker.system(),
            TestCluster.random());
    informer.start();
    return informer;
  }
}
