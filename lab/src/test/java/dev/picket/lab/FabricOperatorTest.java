package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators do with fabric8's client, on the lab as on a cluster. */
final class FabricOperatorTest {

  private static final int HISTORY = 20;
  private static final int SECONDS = 20;

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS.withHistoryLimit(HISTORY));
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(lab.kubeconfig())).build();

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  /** Each time more changes than are held come between two watches, so the informer must list. */
  @Test
  void anInformerOverCompactionsEndsWithWhatThereIs() throws InterruptedException {
    Semaphore heard = new Semaphore(0);
    try (SharedIndexInformer<ConfigMap> informer = maps().inform(signalling(heard))) {
      for (int round = 0; round < 5; round++) {
        lab.dropWatches();
        for (int each = 0; each < 2 * HISTORY; each++) {
          String name = "m" + each % 7;
          if (each % 3 == 0) {
            maps().withName(name).delete();
          } else {
            maps().resource(map(name, round + "." + each)).createOr(existing -> existing.update());
          }
        }
      }
      maps().resource(map("last", "1")).create();
      Map<String, String> wanted = values(maps().list().getItems());
      while (!values(informer.getStore().list()).equals(wanted)) {
        assertThat(heard.tryAcquire(SECONDS, TimeUnit.SECONDS))
            .as("%s, and not yet %s", values(informer.getStore().list()), wanted)
            .isTrue();
      }
      assertThat(informer.getStore().getByKey("default/last")).isNotNull();
    }
  }

  @Test
  void ofTwoCandidatesOneLeadsAndTheOtherFollows() throws InterruptedException {
    BlockingQueue<String> led = new LinkedBlockingQueue<>();
    CompletableFuture<?> first = candidate("first", led);
    assertThat(led.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("first leads");
    CompletableFuture<?> second = candidate("second", led);
    assertThat(client.leases().inNamespace("default").withName("lock").get().getSpec())
        .satisfies(lease -> assertThat(lease.getHolderIdentity()).isEqualTo("first"));
    first.cancel(true);
    assertThat(led.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("first stops");
    assertThat(led.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("second leads");
    second.cancel(true);
    assertThat(led.poll(SECONDS, TimeUnit.SECONDS)).isEqualTo("second stops");
  }

  @Test
  void anApplyOfAnothersValueConflictsUnlessItIsForced() {
    maps().resource(map("a", "1")).fieldManager("one").serverSideApply();
    assertThatThrownBy(() -> maps().resource(map("a", "2")).fieldManager("two").serverSideApply())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            conflict -> {
              assertThat(conflict.getCode()).isEqualTo(409);
              assertThat(conflict.getMessage()).contains("conflict with \"one\"", ".data.v");
            });
    ConfigMap forced =
        maps().resource(map("a", "2")).fieldManager("two").forceConflicts().serverSideApply();
    assertThat(forced.getData()).containsEntry("v", "2");
    assertThat(forced.getMetadata().getManagedFields())
        .filteredOn(each -> each.getManager().equals("two"))
        .hasSize(1);
  }

  @Test
  void typedKindsComeBackAsTheyWereMadeWithTheirDefaults() {
    Deployment web =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .withNewSelector()
            .addToMatchLabels("app", "web")
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app", "web")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage("web:1")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    client.apps().deployments().inNamespace("default").resource(web).create();
    Deployment scaled = client.apps().deployments().inNamespace("default").withName("web").scale(3);
    assertThat(scaled.getSpec().getReplicas()).isEqualTo(3);
    Deployment edited =
        client
            .apps()
            .deployments()
            .inNamespace("default")
            .withName("web")
            .edit(before ->
                new DeploymentBuilder(before).editSpec().withPaused(true).endSpec().build());
    assertThat(edited.getSpec().getPaused()).isTrue();
    assertThat(edited.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getStrVal())
        .isEqualTo("25%");
    assertThat(edited.getMetadata().getGeneration()).isEqualTo(3);
  }

  private CompletableFuture<?> candidate(String name, BlockingQueue<String> led) {
    return client
        .leaderElector()
        .withConfig(
            new LeaderElectionConfigBuilder()
                .withName(name)
                .withLock(new LeaseLock("default", "lock", name))
                .withLeaseDuration(Duration.ofSeconds(3))
                .withRenewDeadline(Duration.ofSeconds(2))
                .withRetryPeriod(Duration.ofMillis(200))
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(
                    new LeaderCallbacks(
                        () -> led.add(name + " leads"), () -> led.add(name + " stops"), _ -> {}))
                .build())
        .build()
        .start();
  }

  private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
    return client.configMaps().inNamespace("default");
  }

  private static ConfigMap map(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("v", value)
        .build();
  }

  private static Map<String, String> values(Iterable<ConfigMap> maps) {
    Map<String, String> values = new TreeMap<>();
    maps.forEach(each -> values.put(each.getMetadata().getName(), each.getData().get("v")));
    return values;
  }

  private static ResourceEventHandler<ConfigMap> signalling(Semaphore heard) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap added) {
        heard.release();
      }

      @Override
      public void onUpdate(ConfigMap before, ConfigMap now) {
        heard.release();
      }

      @Override
      public void onDelete(ConfigMap last, boolean unknown) {
        heard.release();
      }
    };
  }
}
