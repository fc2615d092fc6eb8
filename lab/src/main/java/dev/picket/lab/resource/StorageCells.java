package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of volumes and what provides them. */
final class StorageCells {

  private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
  private static final List<String> DEFAULT_ANNOTATIONS =
      List.of(
          "storageclass.kubernetes.io/is-default-class",
          "storageclass.beta.kubernetes.io/is-default-class");

  private StorageCells() {}

  static List<Column> volume() {
    return List.of(
        Cells.NAME,
        Cells.text("Capacity", object -> Cells.or(object.at("/spec/capacity/storage"), "0")),
        Cells.text("Access Modes", object -> modes(object.at("/spec/accessModes"))),
        Cells.text("Reclaim Policy", "/spec/persistentVolumeReclaimPolicy"),
        Cells.text("Status", StorageCells::phase),
        Cells.text("Claim", StorageCells::claim),
        Cells.text("StorageClass", StorageCells::storageClass),
        unset("VolumeAttributesClass", "/spec/volumeAttributesClassName"),
        Cells.text("Reason", "/status/reason"),
        Cells.AGE,
        Cells.wide("VolumeMode", object -> Cells.or(object.at("/spec/volumeMode"), Cells.UNSET)));
  }

  static List<Column> volumeClaim() {
    return List.of(
        Cells.NAME,
        Cells.text("Status", StorageCells::phase),
        Cells.text("Volume", "/spec/volumeName"),
        Cells.text(
            "Capacity",
            object -> bound(object) ? Cells.or(object.at("/status/capacity/storage"), "0") : ""),
        Cells.text(
            "Access Modes", object -> bound(object) ? modes(object.at("/status/accessModes")) : ""),
        Cells.text("StorageClass", StorageCells::storageClass),
        unset("VolumeAttributesClass", "/spec/volumeAttributesClassName"),
        Cells.AGE,
        Cells.wide("VolumeMode", object -> Cells.or(object.at("/spec/volumeMode"), Cells.UNSET)));
  }

  static List<Column> storageClass() {
    return List.of(
        new Column(
            "Name",
            "string",
            "name",
            "The object's name",
            0,
            (object, _) -> TextNode.valueOf(className(object))),
        Cells.text("Provisioner", "/provisioner"),
        Cells.text("ReclaimPolicy", object -> Cells.or(object.path("reclaimPolicy"), "Delete")),
        Cells.text(
            "VolumeBindingMode", object -> Cells.or(object.path("volumeBindingMode"), "Immediate")),
        flag("AllowVolumeExpansion", "string", "/allowVolumeExpansion", false),
        Cells.AGE);
  }

  static List<Column> driver() {
    return List.of(
        Cells.NAME,
        flag("AttachRequired", "boolean", "/spec/attachRequired", true),
        flag("PodInfoOnMount", "boolean", "/spec/podInfoOnMount", false),
        flag("StorageCapacity", "boolean", "/spec/storageCapacity", false),
        Cells.text(
            "TokenRequests",
            object -> {
              String audiences = Cells.joined(object.at("/spec/tokenRequests"), "audience", ",");
              return object.at("/spec/tokenRequests").isEmpty() ? Cells.UNSET : audiences;
            }),
        flag("RequiresRepublish", "boolean", "/spec/requiresRepublish", false),
        Cells.text(
            "Modes",
            object -> {
              String modes = Cells.joined(object.at("/spec/volumeLifecycleModes"));
              return modes.isEmpty() ? Cells.NONE : modes;
            }),
        Cells.AGE);
  }

  static List<Column> storageNode() {
    return List.of(Cells.NAME, Cells.count("Drivers", "integer", "/spec/drivers"), Cells.AGE);
  }

  static List<Column> capacity() {
    return List.of(
        Cells.NAME,
        Cells.text("StorageClassName", "/storageClassName"),
        Cells.text("Capacity", object -> Cells.or(object.path("capacity"), Cells.UNSET)));
  }

  static List<Column> attachment() {
    return List.of(
        Cells.NAME,
        Cells.text("Attacher", "/spec/attacher"),
        Cells.text("PV", "/spec/source/persistentVolumeName"),
        Cells.text("Node", "/spec/nodeName"),
        flag("Attached", "boolean", "/status/attached", false),
        Cells.AGE);
  }

  private static Column unset(String name, String pointer) {
    return Cells.text(name, object -> Cells.or(object.at(pointer), Cells.UNSET));
  }

  private static Column flag(String name, String type, String pointer, boolean otherwise) {
    return Cells.value(
        name, type, object -> BooleanNode.valueOf(object.at(pointer).asBoolean(otherwise)));
  }

  private static String phase(JsonNode object) {
    return Cells.deleting(object) ? "Terminating" : object.at("/status/phase").asText("");
  }

  private static boolean bound(JsonNode claim) {
    return !claim.at("/spec/volumeName").asText("").isEmpty();
  }

  private static String claim(JsonNode volume) {
    JsonNode claim = volume.at("/spec/claimRef");
    return claim.isObject()
        ? claim.path("namespace").asText("") + "/" + claim.path("name").asText("")
        : "";
  }

  private static String storageClass(JsonNode object) {
    return Cells.or(
        object.at("/metadata/annotations").path(CLASS_ANNOTATION),
        object.at("/spec/storageClassName").asText(""));
  }

  private static String className(JsonNode object) {
    String name = object.at("/metadata/name").asText("");
    for (String each : DEFAULT_ANNOTATIONS) {
      if (object.at("/metadata/annotations").path(each).asText("").equals("true")) {
        return name + " (default)";
      }
    }
    return name;
  }

  private static String modes(JsonNode modes) {
    List<String> given = new ArrayList<>();
    modes.forEach(each -> given.add(each.asText("")));
    List<String> shown = new ArrayList<>();
    for (Map.Entry<String, String> each :
        List.of(
            Map.entry("ReadWriteOnce", "RWO"),
            Map.entry("ReadOnlyMany", "ROX"),
            Map.entry("ReadWriteMany", "RWX"),
            Map.entry("ReadWriteOncePod", "RWOP"))) {
      if (given.contains(each.getKey())) {
        shown.add(each.getValue());
      }
    }
    return String.join(",", shown);
  }
}
