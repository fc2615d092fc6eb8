package dev.picket.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.shard.ShardMapStore;
import dev.picket.coordination.shard.ShardMapStoreContract;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class KubeShardMapStoreTest extends ShardMapStoreContract {

  private static TestCluster cluster;
  private static KubeConnection connection;

  @BeforeAll
  static void open() {
    cluster = TestCluster.open();
    connection = cluster.connect();
  }

  @AfterAll
  static void close() throws IOException {
    connection.close();
    cluster.close();
  }

  @Override
  protected ShardMapStore store() {
    return new KubeShardMapStore(
        connection, cluster.namespace(), Ticker.system(), TestCluster.random());
  }

  @Override
  protected void scribble(String group) {
    ObjectNode map = (ObjectNode) cluster.call("GET", path(group), null);
    String text = map.path("data").path(KubeShardMapStore.MAP).asText();
    map.withObject("/data").put(KubeShardMapStore.MAP, text.replace("member-", "somebody-"));
    cluster.call("PUT", path(group), map);
  }

  @Override
  protected void delete(String group) {
    cluster.call("DELETE", path(group), null);
  }

  @Override
  protected void breakConnections() {
    cluster.proxy().cut();
  }

  private static String path(String group) {
    return KubeResource.CONFIG_MAPS.path(cluster.namespace(), group + "-shards");
  }
}
