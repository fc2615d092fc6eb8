package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Applied.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class ServiceRulesTest {

  private final Applied services = Applied.rules("", "services");

  @Test
  void aServiceGetsAnAddress() {
    ObjectNode service = services.spec("{'ports':[{'port':80}]}");
    assertThat(services.problems(service)).isEmpty();
    String address = service.at("/spec/clusterIP").asText();
    assertThat(address).startsWith("10.96.");
    assertThat(Addresses.four(address)).isTrue();
    assertThat(service.at("/spec/clusterIPs/0").asText()).isEqualTo(address);
    assertThat(service.at("/spec/ports"))
        .isEqualTo(json("{'v':[{'port':80,'protocol':'TCP','targetPort':80}]}").path("v"));
    assertThat(service.at("/spec/type").asText()).isEqualTo("ClusterIP");
    assertThat(service.at("/spec/internalTrafficPolicy").asText()).isEqualTo("Cluster");
  }

  @Test
  void nodePortsComeAndGoWithTheType() {
    ObjectNode former = services.spec("{'ports':[{'port':80}]}");
    ObjectNode node = services.changed(former, "/spec/type", "'NodePort'");
    assertThat(services.updateProblems(former, node)).isEmpty();
    assertThat(node.at("/spec/ports/0/nodePort").asInt()).isBetween(30_000, 32_767);
    assertThat(node.at("/spec/clusterIP")).isEqualTo(former.at("/spec/clusterIP"));
    ObjectNode back = services.changed(node, "/spec/type", "'ClusterIP'");
    assertThat(services.updateProblems(node, back)).isEmpty();
    assertThat(back.at("/spec/ports/0").has("nodePort")).isFalse();
  }

  @Test
  void anAddressStays() {
    ObjectNode former = services.spec("{'ports':[{'port':80}]}");
    ObjectNode next = services.changed(former, "/spec/clusterIP", "'10.96.0.9'");
    assertThat(services.updateProblems(former, next))
        .containsExactly(
            "spec.clusterIPs[0]: Invalid value: [\"10.96.0.9\"]: may not change once set");
    ObjectNode without = services.changed(former, "/spec/clusterIP", "");
    assertThat(without.at("/spec/clusterIP")).isEqualTo(former.at("/spec/clusterIP"));
  }

  @Test
  void headlessAndExternalServicesHaveNoAddress() {
    ObjectNode headless = services.spec("{'clusterIP':'None'}");
    assertThat(services.problems(headless)).isEmpty();
    assertThat(headless.at("/spec/clusterIPs/0").asText()).isEqualTo("None");
    ObjectNode external = services.spec("{'type':'ExternalName','externalName':'a.b'}");
    assertThat(services.problems(external)).isEmpty();
    assertThat(external.path("spec").has("clusterIP")).isFalse();
  }

  @Test
  void portsMustBeNamedWhenThereAreSeveral() {
    ObjectNode service = services.spec("{'ports':[{'port':80},{'port':0,'name':'a'}]}");
    assertThat(services.problems(service))
        .containsExactly(
            "spec.ports[0].name: Required value",
            "spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "spec.ports[1].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive");
    assertThat(services.problems(services.spec("{}")))
        .containsExactly("spec.ports: Required value");
  }

  @Test
  void addressesAreReadStrictly() {
    assertThat(Addresses.valid("10.0.0.1")).isTrue();
    assertThat(Addresses.valid("2001:db8::1")).isTrue();
    assertThat(Addresses.valid("::")).isTrue();
    assertThat(Addresses.valid("1.2.3")).isFalse();
    assertThat(Addresses.valid("1.2.3.256")).isFalse();
    assertThat(Addresses.valid("01.2.3.4")).isFalse();
    assertThat(Addresses.valid("1:2:3:4:5:6:7")).isFalse();
    assertThat(Addresses.valid("1::2::3")).isFalse();
    assertThat(Addresses.range("10.0.0.0/8")).isTrue();
    assertThat(Addresses.range("10.0.0.0/33")).isFalse();
  }
}
