package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The pods behind a Service, and what both Endpoints and EndpointSlices say of them. */
final class ServiceBackends {

  static final String HEADLESS = "service.kubernetes.io/headless";

  private static final Comparator<ObjectNode> BY_ADDRESS =
      Comparator.<ObjectNode, String>comparing(ServiceBackends::address)
          .thenComparing(Metadata::name);

  private ServiceBackends() {}

  /** Whether somebody else says what is behind it. */
  static boolean managed(JsonNode service) {
    return !service.path("spec").path("selector").isEmpty()
        && !service.path("spec").path("type").asText().equals("ExternalName");
  }

  static boolean headless(JsonNode service) {
    return service.path("spec").path("clusterIP").asText().equals("None");
  }

  /** Whether pods that are not ready are behind it, too. */
  static boolean publishesUnready(JsonNode service) {
    return service.path("spec").path("publishNotReadyAddresses").asBoolean();
  }

  /** Those that have an address and have not ended, by address. */
  static List<ObjectNode> pods(JsonNode service, Caches caches) {
    return caches.of(Kinds.PODS).in(Metadata.namespace(service)).stream()
        .filter(
            each -> Selectors.plain(service.path("spec").path("selector"), Metadata.labels(each)))
        .filter(each -> !Pods.ended(each) && !address(each).isEmpty())
        .sorted(BY_ADDRESS)
        .toList();
  }

  static String address(JsonNode pod) {
    return pod.path("status").path("podIP").asText();
  }

  /** A service's ports as they are on a pod; those that it does not have are left out. */
  static ArrayNode ports(JsonNode service, JsonNode pod) {
    ArrayNode ports = Json.array();
    for (JsonNode each : service.path("spec").path("ports")) {
      Pods.port(pod, each)
          .ifPresent(number -> {
            ObjectNode port = ports.addObject();
            port.put("name", each.path("name").asText());
            port.put("port", number).put("protocol", each.path("protocol").asText("TCP"));
            if (each.has("appProtocol")) {
              port.set("appProtocol", each.path("appProtocol"));
            }
          });
    }
    return ports;
  }

  /** A reference to a pod. */
  static ObjectNode target(JsonNode pod) {
    return Json.object()
        .put("kind", "Pod")
        .put("namespace", Metadata.namespace(pod))
        .put("name", Metadata.name(pod))
        .put("uid", Metadata.uid(pod));
  }

  /** The name by which a pod is found under a service of its subdomain; empty when it has none. */
  static String hostname(JsonNode service, JsonNode pod) {
    boolean under = pod.path("spec").path("subdomain").asText().equals(Metadata.name(service));
    return under ? pod.path("spec").path("hostname").asText() : "";
  }

  /** Names the services that select a pod. */
  static void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (type.equals(Kinds.PODS)) {
      for (ObjectNode each : caches.of(Kinds.SERVICES).in(Metadata.namespace(object))) {
        if (managed(each)
            && Selectors.plain(each.path("spec").path("selector"), Metadata.labels(object))) {
          keys.accept(NamespacedName.of(each));
        }
      }
    } else if (type.equals(Kinds.SLICES)) {
      String service = Metadata.labels(object).get(EndpointSliceController.SERVICE);
      if (service != null) {
        keys.accept(new NamespacedName(Metadata.namespace(object), service));
      }
    } else {
      keys.accept(NamespacedName.of(object));
    }
  }
}
