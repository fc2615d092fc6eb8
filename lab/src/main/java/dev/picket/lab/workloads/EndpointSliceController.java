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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Says in EndpointSlices, of at most a hundred pods each, which pods are behind a Service. */
final class EndpointSliceController implements Controller {

  static final String SERVICE = "kubernetes.io/service-name";
  private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
  private static final String NAME = "endpointslice-controller.k8s.io";
  private static final String TRIGGERED = "endpoints.kubernetes.io/last-change-trigger-time";
  private static final int ENDPOINTS_MAX = 100;

  @Override
  public String name() {
    return "endpointslice-controller";
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.SERVICES, Kinds.PODS, Kinds.SLICES);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    ServiceBackends.concerned(type, object, caches, keys);
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    List<ObjectNode> slices =
        caches.of(Kinds.SLICES).in(key.namespace()).stream()
            .filter(each -> key.name().equals(Metadata.labels(each).get(SERVICE)))
            .filter(each -> NAME.equals(Metadata.labels(each).get(MANAGED_BY)))
            .filter(each -> !Metadata.deleting(each))
            .toList();
    Optional<ObjectNode> service =
        caches
            .of(Kinds.SERVICES)
            .get(key)
            .filter(each -> ServiceBackends.managed(each) && !Metadata.deleting(each));
    if (service.isEmpty()) {
      slices.forEach(each -> outcome.add(Action.delete(Kinds.SLICES, each, null)));
      return outcome;
    }
    Map<ArrayNode, List<ObjectNode>> byPorts = endpoints(service.get(), caches);
    List<ObjectNode> unused = new ArrayList<>(slices);
    byPorts.forEach(
        (ports, endpoints) -> place(service.get(), ports, endpoints, unused, now, outcome));
    unused.forEach(each -> outcome.add(Action.delete(Kinds.SLICES, each, null)));
    return outcome;
  }

  /** The endpoints by their ports; none without ports when there are no endpoints at all. */
  private static Map<ArrayNode, List<ObjectNode>> endpoints(ObjectNode service, Caches caches) {
    Map<ArrayNode, List<ObjectNode>> byPorts = new LinkedHashMap<>();
    for (ObjectNode pod : ServiceBackends.pods(service, caches)) {
      ArrayNode ports = ServiceBackends.ports(service, pod);
      byPorts.computeIfAbsent(ports, each -> new ArrayList<>()).add(endpoint(service, pod));
    }
    if (byPorts.isEmpty()) {
      byPorts.put(Json.array(), List.of());
    }
    return byPorts;
  }

  /** The ports of a slice, which the API leaves out when there are none. */
  private static JsonNode ports(JsonNode slice) {
    return slice.path("ports").isEmpty() ? Json.array() : slice.path("ports");
  }

  private static ObjectNode endpoint(ObjectNode service, ObjectNode pod) {
    boolean serving = Pods.ready(pod);
    boolean terminating = Metadata.deleting(pod);
    ObjectNode endpoint = Json.object();
    endpoint.putArray("addresses").add(ServiceBackends.address(pod));
    endpoint
        .putObject("conditions")
        .put("ready", ServiceBackends.publishesUnready(service) || (serving && !terminating))
        .put("serving", serving)
        .put("terminating", terminating);
    String hostname = ServiceBackends.hostname(service, pod);
    if (!hostname.isEmpty()) {
      endpoint.put("hostname", hostname);
    }
    endpoint.set("targetRef", ServiceBackends.target(pod));
    if (!Pods.node(pod).isEmpty()) {
      endpoint.put("nodeName", Pods.node(pod));
    }
    return endpoint;
  }

  /** Fills slices of these ports, first where each pod was before, and makes others if need be. */
  private static void place(
      ObjectNode service,
      ArrayNode ports,
      List<ObjectNode> endpoints,
      List<ObjectNode> unused,
      Instant now,
      Outcome outcome) {
    List<ObjectNode> own = unused.stream().filter(each -> ports(each).equals(ports)).toList();
    Map<String, ObjectNode> left = new LinkedHashMap<>();
    endpoints.forEach(each -> left.put(uid(each), each));
    Map<ObjectNode, ArrayNode> placed = new LinkedHashMap<>();
    for (ObjectNode slice : own) {
      ArrayNode kept = Json.array();
      for (JsonNode each : slice.path("endpoints")) {
        ObjectNode endpoint = left.remove(uid(each));
        if (endpoint != null) {
          kept.add(endpoint);
        }
      }
      placed.put(slice, kept);
    }
    List<ArrayNode> made = new ArrayList<>();
    for (ObjectNode each : left.values()) {
      room(placed, made).add(each);
    }
    if (endpoints.isEmpty() && own.isEmpty()) {
      made.add(Json.array());
    }
    boolean empty = endpoints.isEmpty();
    for (Map.Entry<ObjectNode, ArrayNode> each : placed.entrySet()) {
      if (!each.getValue().isEmpty() || empty) {
        empty = false;
        unused.remove(each.getKey());
        update(service, each.getKey(), each.getValue(), now, outcome);
      }
    }
    made.forEach(each ->
        outcome.add(new Action.Create(Kinds.SLICES, slice(service, ports, each, now), null)));
  }

  private static ArrayNode room(Map<ObjectNode, ArrayNode> placed, List<ArrayNode> made) {
    for (ArrayNode each : placed.values()) {
      if (each.size() < ENDPOINTS_MAX) {
        return each;
      }
    }
    if (made.isEmpty() || made.getLast().size() == ENDPOINTS_MAX) {
      made.add(Json.array());
    }
    return made.getLast();
  }

  private static void update(
      ObjectNode service, ObjectNode slice, ArrayNode endpoints, Instant now, Outcome outcome) {
    ObjectNode next = slice.deepCopy();
    next.set("endpoints", endpoints);
    labels(service, next);
    if (!next.equals(slice)) {
      next.withObjectProperty("metadata")
          .withObjectProperty("annotations")
          .put(TRIGGERED, Timestamps.seconds(now));
      outcome.add(new Action.Update(Kinds.SLICES, next));
    }
  }

  private static ObjectNode slice(
      ObjectNode service, ArrayNode ports, ArrayNode endpoints, Instant now) {
    ObjectNode slice =
        Json.object().put("apiVersion", "discovery.k8s.io/v1").put("kind", "EndpointSlice");
    slice
        .putObject("metadata")
        .put("generateName", Metadata.name(service) + "-")
        .put("namespace", Metadata.namespace(service))
        .putObject("annotations")
        .put(TRIGGERED, Timestamps.seconds(now));
    labels(service, slice);
    Metadata.setController(slice, service);
    slice.put("addressType", "IPv4");
    slice.set("endpoints", endpoints);
    slice.set("ports", ports);
    return slice;
  }

  private static void labels(ObjectNode service, ObjectNode slice) {
    ObjectNode labels = slice.withObjectProperty("metadata").putObject("labels");
    Metadata.labels(service).forEach(labels::put);
    labels.put(SERVICE, Metadata.name(service)).put(MANAGED_BY, NAME);
    if (ServiceBackends.headless(service)) {
      labels.put(ServiceBackends.HEADLESS, "");
    } else {
      labels.remove(ServiceBackends.HEADLESS);
    }
  }

  private static String uid(JsonNode endpoint) {
    return endpoint.path("targetRef").path("uid").asText();
  }
}
