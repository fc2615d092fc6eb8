package dev.picket.sources.informer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.Told;
import dev.picket.kube.KubeConnection;
import dev.picket.observation.Held;
import dev.picket.observation.Holding;
import dev.picket.observation.HoldingStore;
import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Ledger;
import dev.picket.observation.SourceObject;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.payload.PayloadLimits;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports in an API server become Observations. */
final class TrivyInLabTest {

  private static final String NAME = "replicaset-checkout-7c9d5f6b8-checkout";

  private final LabCluster cluster = new LabCluster();
  private final InMemoryObservationStore store = new InMemoryObservationStore();
  private final Ledger ledger = new Ledger();
  private final Told<String> told = new Told<>();
  private final KubeConnection connection = cluster.connect();

  TrivyInLabTest() throws IOException, InterruptedException, GeneralSecurityException {}

  @AfterEach
  void stop() {
    connection.close();
    cluster.close();
  }

  @Test
  void aReportsFindingsAreOpenWhileItHasThem() throws IOException, InterruptedException {
    ObjectNode report = create();
    try (Informer informer = watch(1)) {
      told.await(each -> each.equals(revision(report)));
      assertThat(Stored.open(store)).hasSize(5);
      ((ArrayNode) report.at("/report/vulnerabilities")).remove(0);
      String changed = revision(cluster.call("PUT", LabCluster.REPORTS + "/" + NAME, report));
      told.await(each -> each.equals(changed));
      assertThat(Stored.open(store)).hasSize(4);
      delete();
      told.await(each -> each.equals("gone"));
      assertThat(Stored.open(store)).isEmpty();
      assertThat(informer.health()).isEmpty();
    }
    assertThat(ledger.balances().values()).allMatch(Ledger.Balance::adds);
  }

  @Test
  void whoeverTakesOverCountsNothingTwiceAndFindsWhatWent()
      throws IOException, InterruptedException {
    String revision = revision(create());
    for (int member = 1; member <= 2; member++) {
      int times = member;
      try (Informer _ = watch(member)) {
        told.awaitAll(all -> all.stream().filter(revision::equals).count() == times);
        assertThat(Stored.counts(store).values()).hasSize(5).containsOnly(1L);
      }
    }
    delete();
    assertThat(Stored.open(store)).hasSize(5);
    try (Informer _ = watch(3)) {
      told.await(each -> each.equals("gone"));
      assertThat(Stored.open(store)).isEmpty();
    }
  }

  private static String revision(ObjectNode report) {
    return "revision " + report.at("/metadata/resourceVersion").asText();
  }

  private ObjectNode create() throws IOException, InterruptedException {
    return cluster.call(
        "POST", LabCluster.REPORTS, LabCluster.example("trivy-vulnerabilityreport.yaml"));
  }

  private void delete() throws IOException, InterruptedException {
    cluster.call("DELETE", LabCluster.REPORTS + "/" + NAME, JsonNodeFactory.instance.objectNode());
  }

  /** One member that owns everything, in an epoch of its own. */
  private Informer watch(long epoch) {
    FakeShards shards = new FakeShards();
    for (int partition = 0; partition < FakeShards.PARTITIONS; partition++) {
      store.claim(FakeShards.fence(partition, epoch));
      shards.open(partition, epoch);
    }
    Informer informer =
        new Informer(
            InformerIngester.BUILT_IN.getFirst(),
            PayloadLimits.DEFAULT,
            "",
            connection,
            shards,
            new TellingStore(),
            ledger,
            InstantSource.system(),
            Ticker.system(),
            new Random(42));
    informer.start();
    return informer;
  }

  /** Tells when something is held. */
  private final class TellingStore implements HoldingStore {

    @Override
    public List<Held> hold(List<Holding> holdings) {
      List<Held> held = store.hold(holdings);
      holdings.forEach(
          each -> told.accept(each.gone() ? "gone" : "revision " + each.object().revision()));
      return held;
    }

    @Override
    public List<SourceObject> heldIn(
        String source, long firstHash, long lastHash, String afterUid, int limit) {
      return store.heldIn(source, firstHash, lastHash, afterUid, limit);
    }
  }
}
