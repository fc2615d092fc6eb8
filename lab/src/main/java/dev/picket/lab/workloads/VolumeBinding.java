package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.DeleteOptions;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Binds claims to volumes: to one that is there and fits, or to one made for them when their
 * storage class is the lab's. Keys are claims, and with no namespace, volumes.
 */
final class VolumeBinding implements Controller {

  static final String PROVISIONER = "picket.dev/lab";
  static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
  private static final String NAME = "persistentvolume-controller";

  /** The storage class that a lab begins with. */
  static ObjectNode standardClass() {
    ObjectNode standard =
        Json.object().put("apiVersion", "storage.k8s.io/v1").put("kind", "StorageClass");
    standard
        .putObject("metadata")
        .put("name", "standard")
        .putObject("annotations")
        .put(DEFAULT_CLASS, "true");
    return standard
        .put("provisioner", PROVISIONER)
        .put("reclaimPolicy", "Delete")
        .put("volumeBindingMode", "Immediate");
  }

  /** The claim that a pod's volume is of; empty when it is of none. */
  static String claimName(JsonNode pod, JsonNode volume) {
    return volume.has("ephemeral")
        ? Metadata.name(pod) + "-" + volume.path("name").asText()
        : volume.path("persistentVolumeClaim").path("claimName").asText();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.CLAIMS, Kinds.VOLUMES, Kinds.STORAGE_CLASSES, Kinds.PODS);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (type.equals(Kinds.PODS)) {
      for (JsonNode each : object.path("spec").path("volumes")) {
        String claim = claimName(object, each);
        if (!claim.isEmpty()) {
          keys.accept(new NamespacedName(Metadata.namespace(object), claim));
        }
      }
      return;
    }
    if (!type.equals(Kinds.STORAGE_CLASSES)) {
      keys.accept(NamespacedName.of(object));
    }
    String volume = object.path("spec").path("volumeName").asText();
    if (!volume.isEmpty()) {
      keys.accept(new NamespacedName("", volume));
    } else if (!type.equals(Kinds.CLAIMS)) {
      caches.of(Kinds.CLAIMS).all().stream()
          .filter(each -> !bound(each))
          .map(NamespacedName::of)
          .forEach(keys);
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    if (key.namespace().isEmpty()) {
      caches.of(Kinds.VOLUMES).get(key).ifPresent(volume -> volume(volume, caches, outcome));
    } else {
      caches
          .of(Kinds.CLAIMS)
          .get(key)
          .filter(each -> !Metadata.deleting(each))
          .ifPresent(claim -> claim(claim, caches, outcome));
    }
    return outcome;
  }

  private static void claim(ObjectNode claim, Caches caches, Outcome outcome) {
    String volumeName = claim.path("spec").path("volumeName").asText();
    if (!volumeName.isEmpty()) {
      caches
          .of(Kinds.VOLUMES)
          .get(new NamespacedName("", volumeName))
          .ifPresentOrElse(
              volume -> bind(claim, volume, outcome), () -> lost(claim, volumeName, outcome));
      return;
    }
    if (!claim.path("spec").has("storageClassName")) {
      defaultClass(caches)
          .ifPresent(standard -> {
            ObjectNode next = claim.deepCopy();
            next.withObjectProperty("spec").put("storageClassName", Metadata.name(standard));
            outcome.add(new Action.Update(Kinds.CLAIMS, next));
          });
      return;
    }
    Optional<ObjectNode> fitting =
        caches.of(Kinds.VOLUMES).all().stream()
            .filter(each -> VolumeFitting.fits(claim, each))
            .min(Comparator.comparing(VolumeFitting::capacity).thenComparing(Metadata::name));
    fitting.ifPresentOrElse(
        volume -> bind(claim, volume, outcome), () -> provision(claim, caches, outcome));
  }

  /** Binds step by step: the volume to the claim, then the claim to the volume, then the states. */
  private static void bind(ObjectNode claim, ObjectNode volume, Outcome outcome) {
    String uid = volume.path("spec").path("claimRef").path("uid").asText();
    if (uid.isEmpty()) {
      ObjectNode next = volume.deepCopy();
      next.withObjectProperty("spec").set("claimRef", VolumeFitting.reference(claim));
      outcome.add(new Action.Update(Kinds.VOLUMES, next));
      return;
    }
    if (!uid.equals(Metadata.uid(claim))) {
      return;
    }
    ObjectNode next = claim.deepCopy();
    next.withObjectProperty("spec").put("volumeName", Metadata.name(volume));
    next.withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("pv.kubernetes.io/bind-completed", "yes");
    if (claim.path("spec").path("volumeName").asText().isEmpty()) {
      next.withObjectProperty("metadata")
          .withObjectProperty("annotations")
          .put("pv.kubernetes.io/bound-by-controller", "yes");
    }
    if (!next.equals(claim)) {
      outcome.add(new Action.Update(Kinds.CLAIMS, next));
      return;
    }
    ObjectNode status = next.withObjectProperty("status").put("phase", "Bound");
    status.set("accessModes", volume.path("spec").path("accessModes").deepCopy());
    status.set("capacity", volume.path("spec").path("capacity").deepCopy());
    if (!next.equals(claim)) {
      outcome.add(new Action.UpdateStatus(Kinds.CLAIMS, next));
    }
  }

  private static void lost(ObjectNode claim, String volume, Outcome outcome) {
    if (bound(claim)) {
      ObjectNode next = claim.deepCopy();
      next.withObjectProperty("status").put("phase", "Lost");
      outcome.add(new Action.UpdateStatus(Kinds.CLAIMS, next));
      String message =
          "Bound claim has lost its PersistentVolume %s. Data on the volume is lost!"
              .formatted(volume);
      outcome.add(Action.warn(claim, NAME, "ClaimLost", message));
    }
  }

  private static void provision(ObjectNode claim, Caches caches, Outcome outcome) {
    String name = claim.path("spec").path("storageClassName").asText();
    Optional<ObjectNode> found = caches.of(Kinds.STORAGE_CLASSES).get(new NamespacedName("", name));
    if (name.isEmpty()) {
      outcome.add(
          Action.tell(
              claim,
              NAME,
              "FailedBinding",
              "no persistent volumes available for this claim and no storage class is set"));
      return;
    }
    if (found.isEmpty()) {
      outcome.add(
          Action.warn(
              claim,
              NAME,
              "ProvisioningFailed",
              "storageclass.storage.k8s.io \"" + name + "\" not found"));
      return;
    }
    ObjectNode storage = found.get();
    boolean first =
        storage.path("volumeBindingMode").asText().equals("WaitForFirstConsumer")
            && !used(claim, caches);
    if (first) {
      outcome.add(
          Action.tell(
              claim,
              NAME,
              "WaitForFirstConsumer",
              "waiting for first consumer to be created before binding"));
    } else if (storage.path("provisioner").asText().equals(PROVISIONER)) {
      ObjectNode volume = VolumeFitting.volume(claim, storage);
      if (caches.of(Kinds.VOLUMES).get(NamespacedName.of(volume)).isEmpty()) {
        outcome.add(new Action.Create(Kinds.VOLUMES, volume, null));
        outcome.add(
            Action.tell(
                claim,
                PROVISIONER,
                "ProvisioningSucceeded",
                "Successfully provisioned volume " + Metadata.name(volume)));
      }
    } else {
      outcome.add(
          Action.tell(
              claim,
              NAME,
              "ExternalProvisioning",
              "Waiting for a volume to be created either by the external provisioner '"
                  + storage.path("provisioner").asText()
                  + "' or manually by the system administrator. If volume creation is delayed,"
                  + " please verify that the provisioner is running and correctly registered."));
    }
  }

  private static void volume(ObjectNode volume, Caches caches, Outcome outcome) {
    JsonNode reference = volume.path("spec").path("claimRef");
    String phase = "Available";
    if (!reference.path("uid").asText().isEmpty()) {
      boolean there =
          caches
              .of(Kinds.CLAIMS)
              .get(
                  new NamespacedName(
                      reference.path("namespace").asText(), reference.path("name").asText()))
              .filter(each -> Metadata.uid(each).equals(reference.path("uid").asText()))
              .isPresent();
      phase = there ? "Bound" : "Released";
    }
    String policy = volume.path("spec").path("persistentVolumeReclaimPolicy").asText("Retain");
    if (phase.equals("Released") && policy.equals("Delete")) {
      if (!Metadata.deleting(volume)) {
        outcome.add(
            new Action.Delete(
                Kinds.VOLUMES,
                NamespacedName.of(volume),
                DeleteOptions.of(Metadata.uid(volume)),
                null));
      }
      return;
    }
    if (!volume.path("status").path("phase").asText().equals(phase)) {
      ObjectNode next = volume.deepCopy();
      next.withObjectProperty("status").put("phase", phase);
      outcome.add(new Action.UpdateStatus(Kinds.VOLUMES, next));
    }
  }

  private static boolean used(ObjectNode claim, Caches caches) {
    for (ObjectNode pod : caches.of(Kinds.PODS).in(Metadata.namespace(claim))) {
      for (JsonNode volume : pod.path("spec").path("volumes")) {
        if (claimName(pod, volume).equals(Metadata.name(claim))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<ObjectNode> defaultClass(Caches caches) {
    return caches.of(Kinds.STORAGE_CLASSES).all().stream()
        .filter(each -> Metadata.annotation(each, DEFAULT_CLASS).equals("true"))
        .max(Comparator.comparing(Metadata::created).thenComparing(Metadata::name));
  }

  private static boolean bound(ObjectNode claim) {
    return claim.path("status").path("phase").asText().equals("Bound");
  }
}
