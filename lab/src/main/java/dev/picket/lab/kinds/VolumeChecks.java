package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a volume. */
final class VolumeChecks {

  private static final int MODE_MAX = 0777;
  private static final List<String> ORDER =
      List.of("emptyDir", "hostPath", "gitRepo", "secret", "nfs", "persistentVolumeClaim");

  private final Problems problems;
  private final JsonNode volume;
  private final String place;

  VolumeChecks(Problems problems, JsonNode volume, String place) {
    this.problems = problems;
    this.volume = volume;
    this.place = place;
  }

  void check() {
    List<String> types = new ArrayList<>();
    volume.fieldNames().forEachRemaining(types::add);
    types.remove("name");
    types.sort(Comparator.comparingInt(VolumeChecks::order));
    if (types.isEmpty()) {
      problems.required(place, "must specify a volume type");
      return;
    }
    source(types.getFirst(), volume.path(types.getFirst()));
    for (String other : types.subList(1, types.size())) {
      problems.forbidden(place + "." + other, "may not specify more than 1 volume type");
    }
  }

  /** The API server looks at the types of volumes in this order. */
  private static int order(String type) {
    int place = ORDER.indexOf(type);
    return place < 0 ? ORDER.size() : place;
  }

  private void source(String type, JsonNode source) {
    String path = place + "." + type;
    switch (type) {
      case "secret" -> required(path, source, "secretName");
      case "configMap" -> required(path, source, "name");
      case "persistentVolumeClaim" -> required(path, source, "claimName");
      case "hostPath" -> required(path, source, "path");
      case "csi" -> required(path, source, "driver");
      case "nfs" -> {
        required(path, source, "server");
        required(path, source, "path");
      }
      default -> {}
    }
    mode(path + ".defaultMode", source.path("defaultMode"));
    items(path + ".items", source.path("items"));
  }

  private void required(String path, JsonNode source, String field) {
    if (source.path(field).asText().isEmpty()) {
      problems.required(path + "." + field, "");
    }
  }

  private void mode(String path, JsonNode mode) {
    if (mode.asInt() < 0 || mode.asInt() > MODE_MAX) {
      problems.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }

  private void items(String path, JsonNode items) {
    for (int index = 0; index < items.size(); index++) {
      JsonNode item = items.get(index);
      String each = path + "[" + index + "]";
      String file = item.path("path").asText();
      if (file.isEmpty()) {
        problems.required(each + ".path", "");
      }
      relative(problems, each + ".path", file);
      mode(each + ".mode", item.path("mode"));
    }
  }

  /** Paths that must stay below where they start. */
  static void relative(Problems problems, String path, String file) {
    if (file.startsWith("/")) {
      problems.invalid(path, file, "must be a relative path");
    }
    if (List.of(file.split("/", -1)).contains("..")) {
      problems.invalid(path, file, "must not contain '..'");
    }
  }
}
