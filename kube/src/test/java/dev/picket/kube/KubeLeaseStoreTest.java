package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.picket.coordination.Contenders;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.LeaseStoreContract;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class KubeLeaseStoreTest extends LeaseStoreContract {

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
  protected LeaseStore store() {
    return new KubeLeaseStore(
        connection, cluster.namespace(), Ticker.system(), TestCluster.random());
  }

  @Override
  protected void breakConnections() {
    cluster.proxy().cut();
  }

  @Test
  void connectionsThatWereCutWithoutAWordFailOneRequest() {
    try (KubeConnection hasty = cluster.connect(Duration.ofSeconds(2))) {
      LeaseStore store =
          new KubeLeaseStore(hasty, cluster.namespace(), Ticker.system(), TestCluster.random());
      assertThat(Contenders.race(4, _ -> store.list(group))).hasSize(4);
      cluster.proxy().freeze();
      assertThatThrownBy(() -> store.list(group)).isInstanceOf(UnreachableException.class);
      assertThat(store.list(group)).isEmpty();
    }
  }
}
