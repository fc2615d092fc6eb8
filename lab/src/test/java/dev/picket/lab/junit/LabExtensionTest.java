package dev.picket.lab.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension as tests use it. */
final class LabExtensionTest {

  @Nested
  @ExtendWith(LabExtension.class)
  final class AsAnAnnotation {

    private static final Set<String> ADDRESSES = ConcurrentHashMap.newKeySet();

    @RepeatedTest(3)
    void eachTestHasAFreshLab(LabServer lab, @Kubeconfig String kubeconfig) {
      assertThat(kubeconfig).isEqualTo(lab.kubeconfig());
      assertThat(ADDRESSES.add(lab.authority())).as("another lab than before").isTrue();
      try (KubernetesClient client = client(kubeconfig)) {
        client.configMaps().inNamespace("default").resource(map()).create();
        assertThat(client.configMaps().inNamespace("default").list().getItems()).hasSize(1);
      }
    }
  }

  @Nested
  final class InAField {

    @RegisterExtension
    final LabExtension extension = new LabExtension(LabSettings.DEFAULTS.withToken("mine"));

    @Test
    void theSettingsAreTheTests() {
      assertThat(extension.lab().token()).isEqualTo("mine");
      assertThat(extension.kubeconfig()).contains("token: 'mine'");
    }
  }

  @Nested
  final class InAStaticField {

    @RegisterExtension static final LabExtension EXTENSION = new LabExtension();

    private static final Set<String> ADDRESSES = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void theLabIsThereBeforeTheFirstTest(LabServer lab) {
      ADDRESSES.add(lab.address());
    }

    @RepeatedTest(2)
    void theClassHasOne(LabServer lab) {
      ADDRESSES.add(lab.address());
      ADDRESSES.add(EXTENSION.lab().address());
      assertThat(ADDRESSES).hasSize(1);
    }

    @Nested
    final class Inside {

      @Test
      void nestedClassesHaveTheSame(LabServer lab) {
        ADDRESSES.add(lab.address());
        assertThat(ADDRESSES).hasSize(1);
      }
    }
  }

  private static KubernetesClient client(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  private static io.fabric8.kubernetes.api.model.ConfigMap map() {
    return new ConfigMapBuilder().withNewMetadata().withName("one").endMetadata().build();
  }
}
