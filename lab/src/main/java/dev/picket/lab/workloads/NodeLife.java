package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Timestamps;
import dev.picket.lab.workloads.Action.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Renews the Lease of every node, as kubelets do, and makes the statuses of nodes. */
final class NodeLife implements Controller {

  private static final Duration RENEW_EVERY = Duration.ofSeconds(10);
  private static final int LEASE_SECONDS = 40;

  /** The functions by the names that stages know them by. */
  static Map<String, StatusFunction> functions() {
    return Map.of("nodeReady", NodeLife::ready, "nodeNotReady", NodeLife::notReady);
  }

  /** A node of the lab. */
  static ObjectNode node(String name) {
    ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
    ObjectNode metadata = node.putObject("metadata").put("name", name);
    metadata
        .putObject("labels")
        .put("kubernetes.io/hostname", name)
        .put("kubernetes.io/os", "linux")
        .put("kubernetes.io/arch", "amd64")
        .put("beta.kubernetes.io/os", "linux")
        .put("beta.kubernetes.io/arch", "amd64")
        .put("picket.dev/lab", "true");
    node.putObject("spec");
    return node;
  }

  @Override
  public String name() {
    return "node-lease";
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.NODES);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    // Only when it comes: from then on the lease is renewed by the clock.
    if (object.path("status").path("conditions").isEmpty()) {
      keys.accept(NamespacedName.of(object));
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> node = caches.of(Kinds.NODES).get(key);
    if (node.isPresent() && !Metadata.deleting(node.get())) {
      ObjectNode lease =
          Json.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
      lease
          .putObject("metadata")
          .put("name", key.name())
          .put("namespace", "kube-node-lease")
          .putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "v1")
          .put("kind", "Node")
          .put("name", key.name())
          .put("uid", Metadata.uid(node.get()));
      lease
          .putObject("spec")
          .put("holderIdentity", key.name())
          .put("leaseDurationSeconds", LEASE_SECONDS)
          .put("renewTime", Timestamps.micros(now));
      outcome.add(new Action.MergeOrCreate(Kinds.LEASES, lease)).again(RENEW_EVERY);
    }
    return outcome;
  }

  private static List<Happening> ready(ObjectNode node, ObjectNode status, Instant now) {
    String name = Metadata.name(node);
    boolean first = !status.has("capacity");
    if (first) {
      resources(status, "capacity");
      resources(status, "allocatable");
    }
    if (status.path("addresses").isEmpty()) {
      int hash = name.hashCode() & 0xffff;
      String address = "10.128." + hash / 256 + "." + hash % 256;
      status.putArray("addresses").addObject().put("type", "InternalIP").put("address", address);
      status
          .withArrayProperty("addresses")
          .addObject()
          .put("type", "Hostname")
          .put("address", name);
    }
    if (!status.path("nodeInfo").has("kubeletVersion")) {
      status
          .putObject("nodeInfo")
          .put("machineID", "")
          .put("systemUUID", "")
          .put("bootID", "")
          .put("kernelVersion", "lab")
          .put("osImage", "lab")
          .put("containerRuntimeVersion", "lab://0")
          .put("kubeletVersion", "v1.33.0-picket-lab")
          .put("kubeProxyVersion", "v1.33.0-picket-lab")
          .put("operatingSystem", "linux")
          .put("architecture", "amd64");
    }
    if (!status.has("daemonEndpoints")) {
      status.putObject("daemonEndpoints").putObject("kubeletEndpoint").put("Port", 10250);
    }
    beat(
        status,
        "MemoryPressure",
        "False",
        "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available",
        now);
    beat(
        status,
        "DiskPressure",
        "False",
        "KubeletHasNoDiskPressure",
        "kubelet has no disk pressure",
        now);
    beat(
        status,
        "PIDPressure",
        "False",
        "KubeletHasSufficientPID",
        "kubelet has sufficient PID available",
        now);
    beat(status, "Ready", "True", "KubeletReady", "kubelet is posting ready status", now);
    return first
        ? List.of(
            new Happening(
                node,
                PodLife.KUBELET,
                name,
                "Normal",
                "NodeReady",
                "Node " + name + " status is now: NodeReady",
                ""))
        : List.of();
  }

  private static List<Happening> notReady(ObjectNode node, ObjectNode status, Instant now) {
    String name = Metadata.name(node);
    beat(status, "Ready", "False", "KubeletNotReady", "the lab was asked to play this", now);
    return List.of(
        new Happening(
            node,
            PodLife.KUBELET,
            name,
            "Normal",
            "NodeNotReady",
            "Node " + name + " status is now: NodeNotReady",
            ""));
  }

  private static void resources(ObjectNode status, String member) {
    status
        .putObject(member)
        .put("cpu", "32")
        .put("ephemeral-storage", "1Ti")
        .put("memory", "256Gi")
        .put("pods", "110");
  }

  private static void beat(
      ObjectNode status, String type, String value, String reason, String message, Instant now) {
    Conditions.set(status, type, value, reason, message, Timestamps.seconds(now));
    Conditions.find(status, type)
        .ifPresent(each -> each.put("lastHeartbeatTime", Timestamps.seconds(now)));
  }
}
