package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.ApiClient;
import dev.picket.lab.client.DeleteOptions;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Timestamps;
import dev.picket.lab.workloads.Action.Happening;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events as the control plane's own recorders do: what is said again only counts up. Keeps a
 * bounded number of them in the store, the newest. Safe for use by many threads.
 */
final class EventRecorder {

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);

  private final ApiClient client;
  private final InstantSource clock;
  private final int limit;
  private final Deque<NamespacedName> written = new ArrayDeque<>();
  private final Map<String, Said> said = new LinkedHashMap<>(16, 0.75f, true);
  private long serial;

  /**
   * A recorder.
   *
   * @param limit how many events it keeps in the store
   */
  EventRecorder(ApiClient client, InstantSource clock, int limit) {
    this.client = client;
    this.clock = clock;
    this.limit = limit;
  }

  synchronized void tell(Happening happening) {
    try {
      String key = key(happening);
      Said before = said.get(key);
      if (before == null || !counted(before)) {
        said.put(key, new Said(create(happening), 1));
      } else {
        said.put(key, new Said(before.name(), before.count() + 1));
      }
      forgetOldest();
    } catch (StatusException refused) {
      // Such as in a namespace that is being deleted: an event is worth no second try.
      log.atDebug().addKeyValue("reason", happening.reason()).log(refused.getMessage());
    }
  }

  private boolean counted(Said before) {
    ObjectNode patch = Json.object().put("count", before.count() + 1);
    patch.put("lastTimestamp", Timestamps.seconds(clock.instant()));
    try {
      client.patch(Kinds.EVENTS, before.name(), patch, "");
      return true;
    } catch (StatusException refused) {
      if (refused.code() == 404) {
        return false;
      }
      throw refused;
    }
  }

  private NamespacedName create(Happening happening) {
    JsonNode about = happening.about();
    String namespace = Metadata.namespace(about).isEmpty() ? "default" : Metadata.namespace(about);
    String time = Timestamps.seconds(clock.instant());
    serial++;
    String name = Metadata.name(about) + "." + Long.toHexString(stamp() + serial);
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event.putObject("metadata").put("name", name).put("namespace", namespace);
    ObjectNode involved =
        event
            .putObject("involvedObject")
            .put("apiVersion", about.path("apiVersion").asText())
            .put("kind", about.path("kind").asText())
            .put("name", Metadata.name(about))
            .put("uid", Metadata.uid(about))
            .put("resourceVersion", about.path("metadata").path("resourceVersion").asText());
    if (!Metadata.namespace(about).isEmpty()) {
      involved.put("namespace", namespace);
    }
    if (!happening.fieldPath().isEmpty()) {
      involved.put("fieldPath", happening.fieldPath());
    }
    event.put("type", happening.type()).put("reason", happening.reason());
    event.put("message", happening.message()).put("count", 1);
    event.put("firstTimestamp", time).put("lastTimestamp", time).putNull("eventTime");
    ObjectNode source = event.putObject("source").put("component", happening.component());
    if (!happening.host().isEmpty()) {
      source.put("host", happening.host());
    }
    event.put("reportingComponent", happening.component());
    event.put("reportingInstance", happening.host());
    client.create(Kinds.EVENTS, event);
    NamespacedName written = new NamespacedName(namespace, name);
    this.written.add(written);
    return written;
  }

  /** Nanoseconds since the epoch, as in the names that real recorders make. */
  private long stamp() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
  }

  private void forgetOldest() {
    while (said.size() > limit) {
      said.remove(said.keySet().iterator().next());
    }
    while (written.size() > limit) {
      NamespacedName oldest = written.remove();
      try {
        client.delete(Kinds.EVENTS, oldest, DeleteOptions.DEFAULTS);
      } catch (StatusException refused) {
        if (refused.code() != 404) {
          throw refused;
        }
      }
    }
  }

  private static String key(Happening happening) {
    return String.join(
        "\n",
        Metadata.uid(happening.about()),
        happening.about().path("kind").asText(),
        Metadata.namespace(happening.about()),
        Metadata.name(happening.about()),
        happening.component(),
        happening.host(),
        happening.type(),
        happening.reason(),
        happening.fieldPath(),
        happening.message());
  }

  /** An event that was written, and how often it was said. */
  private record Said(NamespacedName name, int count) {}
}
