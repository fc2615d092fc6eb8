package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Timestamps;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Says in Endpoints which pods are behind a Service. */
final class EndpointsController implements Controller {

  private static final String TRIGGERED = "endpoints.kubernetes.io/last-change-trigger-time";

  /** As many as the real one names before it says that there are more. */
  private static final int ADDRESSES_MAX = 1_000;

  @Override
  public String name() {
    return "endpoint-controller";
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.SERVICES, Kinds.PODS, Kinds.ENDPOINTS);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    ServiceBackends.concerned(type, object, caches, keys);
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> found = caches.of(Kinds.SERVICES).get(key);
    Optional<ObjectNode> former = caches.of(Kinds.ENDPOINTS).get(key);
    if (found.isEmpty()) {
      // Those that somebody made without a service have no trace of this controller.
      former
          .filter(each -> Metadata.labels(each).containsKey("endpoints.kubernetes.io/managed-by"))
          .ifPresent(each -> outcome.add(Action.delete(Kinds.ENDPOINTS, each, null)));
      return outcome;
    }
    ObjectNode service = found.get();
    if (!ServiceBackends.managed(service) || Metadata.deleting(service)) {
      return outcome;
    }
    ArrayNode subsets = subsets(service, ServiceBackends.pods(service, caches));
    ObjectNode next = former.map(ObjectNode::deepCopy).orElseGet(() -> endpoints(service, now));
    labels(service, next);
    if (subsets.isEmpty()) {
      next.remove("subsets");
    } else {
      next.set("subsets", subsets);
    }
    if (former.isEmpty()) {
      outcome.add(new Action.Create(Kinds.ENDPOINTS, next, null));
    } else if (!next.equals(former.get())) {
      next.withObjectProperty("metadata")
          .withObjectProperty("annotations")
          .put(TRIGGERED, Timestamps.seconds(now));
      outcome.add(new Action.Update(Kinds.ENDPOINTS, next));
    }
    return outcome;
  }

  private static ObjectNode endpoints(ObjectNode service, Instant now) {
    ObjectNode endpoints = Json.object().put("apiVersion", "v1").put("kind", "Endpoints");
    endpoints
        .putObject("metadata")
        .put("name", Metadata.name(service))
        .put("namespace", Metadata.namespace(service))
        .putObject("annotations")
        .put(TRIGGERED, Timestamps.seconds(now));
    return endpoints;
  }

  private static void labels(ObjectNode service, ObjectNode endpoints) {
    ObjectNode labels = endpoints.withObjectProperty("metadata").putObject("labels");
    Metadata.labels(service).forEach(labels::put);
    labels.put("endpoints.kubernetes.io/managed-by", "endpoint-controller");
    if (ServiceBackends.headless(service)) {
      labels.put(ServiceBackends.HEADLESS, "");
    } else {
      labels.remove(ServiceBackends.HEADLESS);
    }
  }

  /**
   * The pods by the ports that they have, each with those that are ready and those that are not.
   */
  private static ArrayNode subsets(ObjectNode service, List<ObjectNode> pods) {
    boolean unready = ServiceBackends.publishesUnready(service);
    Map<ArrayNode, ObjectNode> byPorts = new LinkedHashMap<>();
    int count = 0;
    for (ObjectNode pod : pods) {
      if (count == ADDRESSES_MAX || (Metadata.deleting(pod) && !unready)) {
        continue;
      }
      ArrayNode ports = ServiceBackends.ports(service, pod);
      boolean portless = service.path("spec").path("ports").isEmpty();
      if (ports.isEmpty() && !(portless && ServiceBackends.headless(service))) {
        continue;
      }
      count++;
      ObjectNode subset = byPorts.computeIfAbsent(ports, each -> Json.object());
      String list = unready || Pods.ready(pod) ? "addresses" : "notReadyAddresses";
      subset.withArrayProperty(list).add(address(service, pod));
    }
    ArrayNode subsets = Json.array();
    byPorts.forEach((ports, addresses) -> {
      ObjectNode subset = subsets.addObject();
      subset.setAll(addresses);
      if (!ports.isEmpty()) {
        subset.set("ports", nameless(ports));
      }
    });
    return subsets;
  }

  /** The only port needs no name, and has none when it is given none. */
  private static ArrayNode nameless(ArrayNode ports) {
    ArrayNode list = ports.deepCopy();
    for (JsonNode each : list) {
      if (each instanceof ObjectNode port && port.path("name").asText().isEmpty()) {
        port.remove("name");
      }
    }
    return list;
  }

  private static ObjectNode address(ObjectNode service, ObjectNode pod) {
    ObjectNode address = Json.object().put("ip", ServiceBackends.address(pod));
    String hostname = ServiceBackends.hostname(service, pod);
    if (!hostname.isEmpty()) {
      address.put("hostname", hostname);
    }
    if (!Pods.node(pod).isEmpty()) {
      address.put("nodeName", Pods.node(pod));
    }
    address.set("targetRef", ServiceBackends.target(pod));
    return address;
  }
}
