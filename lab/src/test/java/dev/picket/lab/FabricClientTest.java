package dev.picket.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Production client code, unchanged, over its own transport: WebSockets first. */
final class FabricClientTest {

  private static final ResourceDefinitionContext WIDGETS =
      new ResourceDefinitionContext.Builder()
          .withGroup("example.dev")
          .withVersion("v1")
          .withKind("Widget")
          .withPlural("widgets")
          .withNamespaced(true)
          .build();

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private KubernetesClient client;

  @BeforeEach
  void start() {
    client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(lab.kubeconfig())).build();
  }

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void anInformerHearsOfEveryChange() throws InterruptedException {
    configMaps().resource(configMap("a", "1")).create();
    try (SharedIndexInformer<ConfigMap> informer = configMaps().inform(handler())) {
      assertThat(next()).isEqualTo("added a 1");
      configMaps().resource(configMap("b", "1")).create();
      assertThat(next()).isEqualTo("added b 1");
      configMaps().resource(configMap("a", "2")).update();
      assertThat(next()).isEqualTo("updated a 2");
      configMaps().withName("a").delete();
      assertThat(next()).isEqualTo("deleted a 2");
      assertThat(informer.getStore().list()).hasSize(1);
    }
  }

  @Test
  void anInformerWhoseWatchBreaksMissesNoDeletion() throws InterruptedException {
    configMaps().resource(configMap("a", "1")).create();
    configMaps().resource(configMap("b", "1")).create();
    try (SharedIndexInformer<ConfigMap> informer = configMaps().inform(handler())) {
      assertThat(List.of(next(), next())).containsExactlyInAnyOrder("added a 1", "added b 1");
      lab.dropWatches();
      configMaps().withName("a").delete();
      configMaps().resource(configMap("c", "1")).create();
      assertThat(List.of(next(), next())).containsExactlyInAnyOrder("deleted a 1", "added c 1");
      assertThat(informer.getStore().list()).hasSize(2);
    }
  }

  @Test
  void aClientAsksForTheShardsOfItsOwn() {
    for (int each = 0; each < 20; each++) {
      configMaps().resource(configMap("m" + each, "1")).create();
    }
    String low = "shardRange(object.metadata.uid,'0x0000000000000000','0x8000000000000000')";
    String high = "shardRange(object.metadata.uid,'0x8000000000000000','0x10000000000000000')";
    ConfigMapList lower = configMaps().withShardSelector(low).list();
    ConfigMapList upper = configMaps().withShardSelector(high).list();
    assertThat(lower.getMetadata().getShardInfo().getSelector()).isEqualTo(low);
    assertThat(lower.getItems().size() + upper.getItems().size()).isEqualTo(20);
    assertThat(lower.getItems()).isNotEmpty().doesNotContainAnyElementsOf(upper.getItems());
  }

  @Test
  void ofTwoLeaseUpdatesFromOneRevisionTheSecondConflicts() {
    Lease lease =
        client
            .leases()
            .inNamespace("default")
            .resource(
                new LeaseBuilder()
                    .withNewMetadata()
                    .withName("l")
                    .endMetadata()
                    .withNewSpec()
                    .withHolderIdentity("me")
                    .endSpec()
                    .build())
            .create();
    Lease mine = new LeaseBuilder(lease).editSpec().withHolderIdentity("a").endSpec().build();
    Lease theirs = new LeaseBuilder(lease).editSpec().withHolderIdentity("b").endSpec().build();
    client.leases().inNamespace("default").resource(mine).update();
    assertThatThrownBy(() -> client.leases().inNamespace("default").resource(theirs).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            conflict -> {
              assertThat(conflict.getCode()).isEqualTo(409);
              assertThat(conflict.getStatus().getReason()).isEqualTo("Conflict");
            });
  }

  @Test
  void customResourcesAreServedAsSoonAsTheyAreDefined() {
    CustomResourceDefinition definition =
        client.apiextensions().v1().customResourceDefinitions().resource(widgets()).create();
    assertThat(definition.getStatus().getConditions())
        .anyMatch(each -> each.getType().equals("Established") && each.getStatus().equals("True"));
    GenericKubernetesResource widget =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("example.dev/v1")
            .withKind("Widget")
            .withNewMetadata()
            .withName("w")
            .endMetadata()
            .addToAdditionalProperties("spec", Map.of("size", 3))
            .build();
    var resources = client.genericKubernetesResources(WIDGETS).inNamespace("default");
    resources.resource(widget).create();
    assertThat(resources.list().getItems())
        .singleElement()
        .satisfies(each -> assertThat(each.<Integer>get("spec", "size")).isEqualTo(3));
    resources
        .withName("w")
        .edit(each -> {
          each.getMetadata().setLabels(Map.of("x", "y"));
          return each;
        });
    assertThat(resources.withLabel("x", "y").list().getItems()).hasSize(1);
  }

  private String next() throws InterruptedException {
    return told.poll(10, TimeUnit.SECONDS);
  }

  private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> configMaps() {
    return client.configMaps().inNamespace("default");
  }

  private static ConfigMap configMap(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("v", value)
        .build();
  }

  static CustomResourceDefinition widgets() {
    return new CustomResourceDefinitionBuilder()
        .withNewMetadata()
        .withName("widgets.example.dev")
        .endMetadata()
        .withNewSpec()
        .withGroup("example.dev")
        .withScope("Namespaced")
        .withNewNames()
        .withPlural("widgets")
        .withKind("Widget")
        .endNames()
        .addNewVersion()
        .withName("v1")
        .withServed(true)
        .withStorage(true)
        .withNewSchema()
        .withNewOpenAPIV3Schema()
        .withType("object")
        .withXKubernetesPreserveUnknownFields(true)
        .endOpenAPIV3Schema()
        .endSchema()
        .withNewSubresources()
        .withNewStatus()
        .endStatus()
        .endSubresources()
        .endVersion()
        .endSpec()
        .build();
  }

  private ResourceEventHandler<ConfigMap> handler() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap added) {
        tell("added", added);
      }

      @Override
      public void onUpdate(ConfigMap before, ConfigMap now) {
        tell("updated", now);
      }

      @Override
      public void onDelete(ConfigMap last, boolean unknown) {
        tell("deleted", last);
      }
    };
  }

  private void tell(String what, ConfigMap map) {
    told.add(what + " " + map.getMetadata().getName() + " " + map.getData().get("v"));
  }
}
