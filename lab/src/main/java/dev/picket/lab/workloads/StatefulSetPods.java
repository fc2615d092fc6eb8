package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.resource.Json;
import java.util.HashSet;
import java.util.Set;

/** The pods of a StatefulSet: their numbers, names and identity. */
final class StatefulSetPods {

  static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  static final String POD_INDEX = "apps.kubernetes.io/pod-index";

  private StatefulSetPods() {}

  static int replicas(JsonNode set) {
    return set.path("spec").path("replicas").asInt(1);
  }

  /** The number of the first pod. */
  static int start(JsonNode set) {
    return set.path("spec").path("ordinals").path("start").asInt(0);
  }

  static String name(JsonNode set, int ordinal) {
    return Metadata.name(set) + "-" + ordinal;
  }

  /** Whether a pod's name is one of the set's. */
  static boolean member(JsonNode set, JsonNode pod) {
    return ordinal(set, Metadata.name(pod)) >= 0;
  }

  /** The number at the end of a name that begins with that of the set; -1 when there is none. */
  static int ordinal(JsonNode set, String name) {
    String prefix = Metadata.name(set) + "-";
    if (!name.startsWith(prefix)) {
      return -1;
    }
    String number = name.substring(prefix.length());
    return number.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(number) : -1;
  }

  static boolean runningAndReady(JsonNode pod) {
    return Pods.phase(pod).equals("Running") && Pods.ready(pod);
  }

  static ObjectNode make(ObjectNode set, ObjectNode revision, int ordinal) {
    ObjectNode pod = Pods.fromTemplate(StatefulSetRevisions.template(revision), set);
    pod.withObjectProperty("metadata").put("name", name(set, ordinal));
    identify(set, pod, ordinal);
    pod.withObjectProperty("metadata")
        .withObjectProperty("labels")
        .put(StatefulSetRevisions.POD_REVISION, Metadata.name(revision));
    ObjectNode spec = pod.withObjectProperty("spec");
    spec.put("hostname", name(set, ordinal));
    String subdomain = set.path("spec").path("serviceName").asText();
    if (!subdomain.isEmpty()) {
      spec.put("subdomain", subdomain);
    }
    mount(set, spec, ordinal);
    return pod;
  }

  /** Sets the labels that tell one pod of a set from the other. */
  static void identify(ObjectNode set, ObjectNode pod, int ordinal) {
    pod.withObjectProperty("metadata")
        .withObjectProperty("labels")
        .put(POD_NAME, name(set, ordinal))
        .put(POD_INDEX, Integer.toString(ordinal));
  }

  /** The claims become volumes, in the place of those of the template that are named alike. */
  private static void mount(ObjectNode set, ObjectNode spec, int ordinal) {
    ArrayNode volumes = Json.array();
    Set<String> names = new HashSet<>();
    for (JsonNode each : set.path("spec").path("volumeClaimTemplates")) {
      names.add(Metadata.name(each));
      ObjectNode volume = volumes.addObject().put("name", Metadata.name(each));
      volume
          .putObject("persistentVolumeClaim")
          .put("claimName", StatefulSetClaims.name(set, each, ordinal));
    }
    for (JsonNode each : spec.path("volumes")) {
      if (!names.contains(each.path("name").asText())) {
        volumes.add(each.deepCopy());
      }
    }
    if (!volumes.isEmpty()) {
      spec.set("volumes", volumes);
    }
  }
}
