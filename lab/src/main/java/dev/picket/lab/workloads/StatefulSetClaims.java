package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Cache;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.workloads.Action.Report;
import java.util.Optional;

/** The claims of a StatefulSet's pods, which outlive them unless the retention policy says else. */
final class StatefulSetClaims {

  private final ObjectNode set;
  private final Cache claims;
  private final Outcome outcome;

  StatefulSetClaims(ObjectNode set, Cache claims, Outcome outcome) {
    this.set = set;
    this.claims = claims;
    this.outcome = outcome;
  }

  static String name(JsonNode set, JsonNode template, int ordinal) {
    return Metadata.name(template) + "-" + StatefulSetPods.name(set, ordinal);
  }

  /** Whether a name is that of a claim of a set. */
  static boolean named(JsonNode set, String name) {
    for (JsonNode template : set.path("spec").path("volumeClaimTemplates")) {
      String prefix = Metadata.name(template) + "-";
      boolean own =
          name.startsWith(prefix)
              && StatefulSetPods.ordinal(set, name.substring(prefix.length())) >= 0;
      if (own) {
        return true;
      }
    }
    return false;
  }

  /** Whether a claim is about to go, so that a pod has to wait for a new one. */
  boolean going(int ordinal) {
    for (JsonNode template : templates()) {
      Optional<ObjectNode> claim = claim(template, ordinal);
      if (claim.isPresent() && (Metadata.deleting(claim.get()) || ofFormerPod(claim.get()))) {
        return true;
      }
    }
    return false;
  }

  /** Creates the claims of a pod that are not there. */
  void create(int ordinal) {
    for (JsonNode template : templates()) {
      if (claim(template, ordinal).isEmpty()) {
        ObjectNode claim = ((ObjectNode) template).deepCopy();
        claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim").remove("status");
        ObjectNode metadata = claim.withObjectProperty("metadata");
        metadata
            .put("name", name(set, template, ordinal))
            .put("namespace", Metadata.namespace(set));
        ObjectNode labels = metadata.withObjectProperty("labels");
        Metadata.texts(set.path("spec").path("selector").path("matchLabels")).forEach(labels::put);
        if (deleted("whenDeleted")) {
          Metadata.setController(claim, set);
        }
        outcome.add(new Action.Create(Kinds.CLAIMS, claim, report(ordinal, Metadata.name(claim))));
      }
    }
  }

  /**
   * Gives the claims of a pod the owner with whom they shall go.
   *
   * @param condemned whether the set has become too small for the pod
   */
  void retain(ObjectNode pod, int ordinal, boolean condemned) {
    boolean withPod = condemned && deleted("whenScaled");
    boolean withSet = deleted("whenDeleted") && !withPod;
    for (JsonNode template : templates()) {
      Optional<ObjectNode> claim = claim(template, ordinal);
      if (claim.isEmpty() || Metadata.deleting(claim.get())) {
        continue;
      }
      ObjectNode next = claim.get().deepCopy();
      own(next, set, withSet);
      own(next, pod, withPod);
      if (!next.equals(claim.get())) {
        outcome.add(new Action.Update(Kinds.CLAIMS, next));
      }
    }
  }

  private static void own(ObjectNode claim, ObjectNode owner, boolean owned) {
    boolean now = false;
    for (JsonNode each : claim.path("metadata").path("ownerReferences")) {
      now |= each.path("uid").asText().equals(Metadata.uid(owner));
    }
    if (owned && !now) {
      Metadata.setController(claim, owner);
    } else if (now && !owned) {
      Metadata.removeOwner(claim, Metadata.uid(owner));
    }
  }

  /** Whether it belongs to a pod that is gone and is going with it. */
  private boolean ofFormerPod(ObjectNode claim) {
    for (JsonNode each : claim.path("metadata").path("ownerReferences")) {
      if (each.path("kind").asText().equals("Pod")
          && StatefulSetPods.ordinal(set, each.path("name").asText()) >= 0) {
        return true;
      }
    }
    return false;
  }

  private Report report(int ordinal, String claim) {
    String pod = " Pod " + StatefulSetPods.name(set, ordinal);
    String where = pod + " in StatefulSet " + Metadata.name(set);
    return new Report(
        set,
        StatefulSetController.NAME,
        "SuccessfulCreate",
        "create Claim ",
        where + " success",
        "FailedCreate",
        "create Claim " + claim + where + " failed error: ");
  }

  private Optional<ObjectNode> claim(JsonNode template, int ordinal) {
    return claims.get(new NamespacedName(Metadata.namespace(set), name(set, template, ordinal)));
  }

  private JsonNode templates() {
    return set.path("spec").path("volumeClaimTemplates");
  }

  private boolean deleted(String when) {
    return set.path("spec")
        .path("persistentVolumeClaimRetentionPolicy")
        .path(when)
        .asText()
        .equals("Delete");
  }
}
