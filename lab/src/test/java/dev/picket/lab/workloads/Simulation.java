package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.picket.lab.access.Access;
import dev.picket.lab.access.Requester;
import dev.picket.lab.access.SigningKey;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.Identity;
import dev.picket.lab.client.ApiClient;
import dev.picket.lab.client.DeleteOptions;
import dev.picket.lab.client.ManualTime;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.client.WriteListener;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Journal;
import dev.picket.lab.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The API and every controller on one thread, in a time that a test moves. */
final class Simulation {

  /** What is tried again so soon counts as now. */
  private static final Duration RETRY_MAX = Duration.ofMillis(200);

  private static final int STEPS_MAX = 200_000;

  final ManualTime time = new ManualTime();
  private final ObjectStore store = new ObjectStore(1_000, 1_000_000, Journal.NONE);
  private final Api api =
      new Api(
          store,
          new TypeRegistry(),
          new Identity(time, new SecureRandom()),
          time,
          new Access(
              store::latest,
              time,
              SigningKey.create(new SecureRandom()),
              () -> "uid",
              "token",
              () -> "https://lab"),
          Admission.NONE,
          true,
          1_000_000);
  final ApiClient client = new ApiClient(api, Requester.ADMIN, "test/1", WriteListener.NONE);
  private final Workloads workloads;
  private Runnable invariant = () -> {};

  Simulation(int nodes, long seed) {
    workloads = new Workloads(api, time, time, new Random(seed), nodes);
    workloads.furnish();
  }

  /** Checked after every step of every controller. */
  void always(Runnable check) {
    invariant = check;
  }

  /** Lets everything happen that needs no time worth mentioning. */
  void settle() {
    workloads.refresh();
    for (int each = 0; each < STEPS_MAX; each++) {
      if (!workloads.step()) {
        workloads.refresh();
        if (!workloads.step()) {
          Optional<Duration> next = workloads.untilNext();
          if (next.isEmpty() || next.get().compareTo(RETRY_MAX) > 0) {
            return;
          }
          time.advance(next.get());
        }
      }
      invariant.run();
    }
    throw new AssertionError("the controllers do not come to rest");
  }

  /** Lets one controller do one thing, if there is any. */
  void step() {
    workloads.refresh();
    workloads.step();
    invariant.run();
  }

  /** Lets time pass, and everything happen when it is due. */
  void advance(Duration duration) {
    settle();
    Duration left = duration;
    while (left.isPositive()) {
      Duration next = workloads.untilNext().orElse(left);
      Duration jump = next.compareTo(left) < 0 ? next : left;
      time.advance(jump);
      left = left.minus(jump);
      settle();
    }
  }

  ObjectNode create(ResourceType type, String yaml) {
    return client.create(type, object(yaml));
  }

  void patch(ResourceType type, String name, String yaml) {
    client.patch(type, name(type, name), object(yaml), "");
  }

  void delete(ResourceType type, String name) {
    client.delete(type, name(type, name), DeleteOptions.DEFAULTS);
  }

  ObjectNode get(ResourceType type, String name) {
    return find(type, name).orElseThrow(() -> new AssertionError("no " + name));
  }

  Optional<ObjectNode> find(ResourceType type, String name) {
    return client.get(type, name(type, name));
  }

  List<ObjectNode> list(ResourceType type) {
    return client.list(type, type.namespaced() ? "default" : "").items();
  }

  List<ObjectNode> controlledBy(ResourceType type, JsonNode owner) {
    return list(type).stream()
        .filter(each -> Metadata.controllerUid(each).equals(Metadata.uid(owner)))
        .toList();
  }

  /** Reason and message of the events about an object, in order. */
  List<String> events(String name) {
    List<String> events = new ArrayList<>();
    for (ObjectNode each : list(Kinds.EVENTS)) {
      if (each.path("involvedObject").path("name").asText().equals(name)) {
        events.add(each.path("reason").asText() + ": " + each.path("message").asText());
      }
    }
    return events;
  }

  static ObjectNode object(String yaml) {
    try {
      return new YAMLMapper().readTree(yaml) instanceof ObjectNode object ? object : Json.object();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static NamespacedName name(ResourceType type, String name) {
    return new NamespacedName(type.namespaced() ? "default" : "", name);
  }
}
