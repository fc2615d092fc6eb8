package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Requester;
import dev.picket.lab.api.Api;
import dev.picket.lab.client.ApiClient;
import dev.picket.lab.client.Cache;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.client.Reflector;
import dev.picket.lab.client.WriteListener;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.runtime.Service;
import dev.picket.runtime.ServiceGroup;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Everything that moves by itself in a lab: controllers and simulated nodes, over caches that they
 * share. When started, caches are complete, then the controllers work; closed in reverse.
 */
public final class Workloads implements Service {

  private static final int EVENTS_MAX = 5_000;

  private static final String AGENT = "kube-controller-manager/" + Api.VERSION;

  private final Api api;
  private final int nodes;
  private final Caches caches;
  private final List<Reflector> reflectors = new ArrayList<>();
  private final List<ControllerLoop> loops = new ArrayList<>();
  private final ServiceGroup services;

  /**
   * Workloads that do not move yet.
   *
   * @param clock for what is written into objects, and for delays
   * @param ticker for waiting
   * @param random for jitter and the choice among stages
   * @param nodes how many simulated nodes there are when it starts
   */
  public Workloads(Api api, InstantSource clock, Ticker ticker, RandomGenerator random, int nodes) {
    this(api, clock, ticker, random, nodes, shippedStages());
  }

  /**
   * The same with other stages.
   *
   * @param stages in the place of those that the lab ships
   */
  Workloads(
      Api api,
      InstantSource clock,
      Ticker ticker,
      RandomGenerator random,
      int nodes,
      List<Stage> stages) {
    this.api = api;
    this.nodes = nodes;
    this.caches = new Caches(kinds());
    for (Cache each : caches.all()) {
      reflectors.add(new Reflector(client("lab-reflector", AGENT, WriteListener.NONE), each));
    }
    EventRecorder recorder =
        new EventRecorder(client("event-recorder", AGENT, WriteListener.NONE), clock, EVENTS_MAX);
    for (Controller each : controllers(caches, stages, random)) {
      ActionPerformer performer =
          new ActionPerformer(client(each.name(), agent(each), caches), recorder);
      loops.add(new ControllerLoop(each, caches, performer, clock, ticker));
    }
    List<Service> inOrder = new ArrayList<>(reflectors);
    inOrder.addAll(loops);
    this.services = new ServiceGroup("workloads", inOrder);
  }

  @Override
  public String name() {
    return "workloads";
  }

  @Override
  public void start() {
    furnish();
    services.start();
  }

  @Override
  public void close() {
    services.close();
  }

  /** Makes what a cluster has from the start: a storage class, and nodes. */
  void furnish() {
    ApiClient client = client("lab", AGENT, WriteListener.NONE);
    if (client.list(Kinds.STORAGE_CLASSES, "").items().isEmpty()) {
      create(client, Kinds.STORAGE_CLASSES, VolumeBinding.standardClass());
    }
    for (int each = 0; each < nodes; each++) {
      create(client, Kinds.NODES, NodeLife.node("lab-node-" + each));
    }
  }

  /** Reads every cache anew, for tests that run without threads. */
  void refresh() {
    reflectors.forEach(Reflector::refresh);
  }

  /**
   * Lets one controller work on one key, for tests that run without threads.
   *
   * @return whether there was one
   */
  boolean step() {
    for (ControllerLoop each : loops) {
      if (each.step()) {
        return true;
      }
    }
    return false;
  }

  /** How long until there is something to do; empty when only a change can make it. */
  Optional<Duration> untilNext() {
    return loops.stream()
        .map(ControllerLoop::untilNext)
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }

  /** Every kind that a controller reads. */
  private static Set<ResourceType> kinds() {
    Set<ResourceType> kinds = new LinkedHashSet<>();
    controllers(new Caches(List.of()), List.of(), () -> 0)
        .forEach(each -> kinds.addAll(each.watched()));
    return kinds;
  }

  private static List<Controller> controllers(
      Caches caches, List<Stage> stages, RandomGenerator random) {
    Map<String, StatusFunction> functions = new TreeMap<>(NodeLife.functions());
    functions.putAll(new PodLife(caches, new PodAddresses(caches)).functions());
    return List.of(
        new DeploymentController(),
        ReplicaSetController.ofReplicaSets(),
        ReplicaSetController.ofReplicationControllers(),
        new StatefulSetController(),
        new EndpointsController(),
        new EndpointSliceController(),
        new DisruptionController(),
        new VolumeBinding(),
        new Assignment(),
        new NodeLife(),
        new StageController("node-stages", Kinds.NODES, stages, functions, random),
        new StageController("pod-stages", Kinds.PODS, stages, functions, random));
  }

  /** The stages that the lab ships. */
  static List<Stage> shippedStages() {
    try (InputStream yaml = Workloads.class.getResourceAsStream("stages.yaml")) {
      if (yaml == null) {
        throw new IllegalStateException("stages.yaml is missing from the jar");
      }
      return new StageReader("stages.yaml", functionNames()).read(yaml);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What stages may name as the function of a status. */
  static Set<String> functionNames() {
    Caches none = new Caches(List.of());
    Set<String> names = new LinkedHashSet<>(NodeLife.functions().keySet());
    names.addAll(new PodLife(none, new PodAddresses(none)).functions().keySet());
    return names;
  }

  private static String agent(Controller controller) {
    return switch (controller) {
      case Assignment scheduler -> "kube-scheduler/" + Api.VERSION;
      case StageController stages -> PodLife.KUBELET + "/" + Api.VERSION;
      case NodeLife leases -> PodLife.KUBELET + "/" + Api.VERSION;
      default -> AGENT;
    };
  }

  /** Each is a ServiceAccount of its own that may do everything, as there are no roles for them. */
  private ApiClient client(String name, String agent, WriteListener listener) {
    Requester requester =
        new Requester(
            "system:serviceaccount:kube-system:" + name,
            "",
            List.of(
                "system:masters",
                "system:serviceaccounts",
                "system:serviceaccounts:kube-system",
                "system:authenticated"),
            Map.of());
    return new ApiClient(api, requester, agent, listener);
  }

  private static void create(ApiClient client, ResourceType type, ObjectNode object) {
    try {
      client.create(type, object);
    } catch (StatusException refused) {
      boolean there = client.get(type, new NamespacedName("", Metadata.name(object))).isPresent();
      if (!there) {
        throw refused;
      }
    }
  }
}
