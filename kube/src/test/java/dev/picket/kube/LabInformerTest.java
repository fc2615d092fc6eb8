package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.shard.Pool;
import dev.picket.kube.RecordingHandler.Changed;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an informer does on servers that only the lab can be. */
final class LabInformerTest {

  private static final InformerLimits LIMITS =
      new InformerLimits(7, 4, 4, 3, 7_500, Duration.ofSeconds(2));
  private static final int HISTORY = 20;

  @Test
  void whereTheServerShardsEachPreparationHasAWatchAndElsewhereAllShareOne() throws IOException {
    assertThat(watchesOfTwoPreparations(LabSettings.DEFAULTS, LIMITS)).isEqualTo(2);
    assertThat(watchesOfTwoPreparations(LabSettings.DEFAULTS.withShardSelector(false), LIMITS))
        .isEqualTo(1);
  }

  @Test
  void aSelectorThatIsTooLongIsLeftOut() throws IOException {
    InformerLimits narrow = new InformerLimits(7, 4, 4, 3, 100, Duration.ofSeconds(2));
    assertThat(watchesOfTwoPreparations(LabSettings.DEFAULTS, narrow)).isEqualTo(1);
  }

  private static int watchesOfTwoPreparations(LabSettings settings, InformerLimits limits)
      throws IOException {
    try (TestCluster cluster = TestCluster.openLab(settings);
        KubeConnection connection = cluster.connect()) {
      List<Written> objects = create(cluster, "object", 30);
      FakeShards shards = new FakeShards(Pool.UID);
      RecordingHandler handler = new RecordingHandler();
      try (ShardedInformer informer = start(cluster, connection, shards, handler, limits)) {
        shards.prepare(FakeShards.from(0, 10).plus(FakeShards.from(20, 30)));
        shards.prepare(
            FakeShards.all().minus(FakeShards.from(0, 30)).plus(FakeShards.from(10, 20)));
        shards.acquire(FakeShards.all());
        handler.awaitComplete(FakeShards.all());
        objects.forEach(handler::awaitChanged);
        objects.stream().map(each -> each.change(cluster)).toList().forEach(handler::awaitChanged);
        assertThat(handler.changed()).hasSize(60).doesNotHaveDuplicates();
        return informer.watches();
      }
    }
  }

  @Test
  void afterTheServerForgotItFindsByComparingWhatHappened() throws IOException {
    try (TestCluster cluster = TestCluster.openLab(LabSettings.DEFAULTS.withHistoryLimit(HISTORY));
        KubeConnection connection = cluster.connect()) {
      List<Written> objects = create(cluster, "object", 15);
      FakeShards shards = new FakeShards(Pool.UID);
      RecordingHandler handler = new RecordingHandler();
      try (ShardedInformer _ = start(cluster, connection, shards, handler, LIMITS)) {
        shards.prepare(FakeShards.all());
        shards.acquire(FakeShards.all());
        handler.awaitComplete(FakeShards.all());
        cluster.proxy().block(true);
        objects.subList(0, 5).forEach(each -> each.delete(cluster));
        List<Written> news = new ArrayList<>(create(cluster, "new", 2));
        for (Written each : objects.subList(5, 10)) {
          Written newest = each;
          for (int i = 0; i < HISTORY; i++) {
            newest = newest.change(cluster);
          }
          news.add(newest);
        }
        cluster.proxy().block(false);
        news.forEach(handler::awaitChanged);
        objects.subList(0, 5).forEach(handler::awaitDeleted);
        handler.told().awaitAll(_ -> handler.complete().size() == 2);
        assertThat(handler.changed()).hasSize(15 + news.size()).doesNotHaveDuplicates();
        assertThat(handler.deleted()).hasSize(5);
      }
    }
  }

  @Test
  void aKindThatComesLaterHoldsUpNobodyAndIsFound() throws IOException {
    KubeResource gadgets = new KubeResource("test.picket.dev", "v1", "gadgets", true);
    try (TestCluster cluster = TestCluster.openLab(LabSettings.DEFAULTS);
        KubeConnection connection = cluster.connect()) {
      FakeShards shards = new FakeShards(Pool.UID);
      RecordingHandler handler = new RecordingHandler();
      try (ShardedInformer informer =
          new ShardedInformer(
              connection,
              ObjectSelection.all(gadgets),
              shards,
              handler,
              LIMITS,
              Ticker.system(),
              TestCluster.random())) {
        informer.start();
        shards.prepare(FakeShards.all());
        shards.acquire(FakeShards.all());
        assertThat(informer.health())
            .contains("cannot list gadgets.test.picket.dev")
            .contains("404");
        assertThat(handler.complete()).isEmpty();
        cluster.call(
            "POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition());
        handler.awaitComplete(FakeShards.all());
        ObjectNode gadget = Json.MAPPER.createObjectNode();
        gadget.put("apiVersion", "test.picket.dev/v1").put("kind", "Gadget");
        gadget.putObject("metadata").put("name", "one");
        cluster.call("POST", gadgets.path(cluster.namespace()), gadget);
        handler
            .told()
            .await(entry -> entry instanceof Changed changed && changed.name().equals("one"));
        assertThat(informer.health()).isEmpty();
      }
    }
  }

  private static ObjectNode definition() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
    root.putObject("metadata").put("name", "gadgets.test.picket.dev");
    ObjectNode spec = root.putObject("spec").put("group", "test.picket.dev");
    spec.put("scope", "Namespaced");
    spec.putObject("names")
        .put("plural", "gadgets")
        .put("singular", "gadget")
        .put("kind", "Gadget");
    ObjectNode version = spec.putArray("versions").addObject().put("name", "v1");
    version.put("served", true).put("storage", true);
    version
        .putObject("schema")
        .putObject("openAPIV3Schema")
        .put("type", "object")
        .put("x-kubernetes-preserve-unknown-fields", true);
    return root;
  }

  private static ShardedInformer start(
      TestCluster cluster,
      KubeConnection connection,
      FakeShards shards,
      RecordingHandler handler,
      InformerLimits limits) {
    ObjectSelection selection =
        new ObjectSelection(KubeResource.CONFIG_MAPS, cluster.namespace(), "", "");
    ShardedInformer informer =
        new ShardedInformer(
            connection, selection, shards, handler, limits, Ticker.system(), TestCluster.random());
    informer.start();
    return informer;
  }

  private static List<Written> create(TestCluster cluster, String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Written.create(cluster, prefix + "-" + i))
        .toList();
  }
}
