package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** ConfigMaps. */
final class ConfigMapRules implements KindRules {

  static final int BYTES_MAX = 1024 * 1024;

  @Override
  public List<FieldProblem> check(ObjectNode map) {
    Problems problems = new Problems();
    JsonNode data = map.path("data");
    JsonNode binary = map.path("binaryData");
    long bytes = 0;
    for (Map.Entry<String, JsonNode> each : data.properties()) {
      String key = each.getKey();
      problems.format("data[" + key + "]", key, Formats.key(key));
      if (binary.has(key)) {
        problems.invalid("data[" + key + "]", key, "duplicate of key present in binaryData");
      }
      bytes += each.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
    }
    for (Map.Entry<String, JsonNode> each : binary.properties()) {
      problems.format(
          "binaryData[" + each.getKey() + "]", each.getKey(), Formats.key(each.getKey()));
      bytes += decodedBytes(each.getValue());
    }
    if (bytes > BYTES_MAX) {
      problems.tooLong("[]", "may not be more than 1048576 bytes");
    }
    return problems.found();
  }

  /** How long base64 is when it is decoded. */
  static long decodedBytes(JsonNode base64) {
    String text = base64.asText();
    int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    return text.length() / 4 * 3L - padding;
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    frozen(problems, former, next, List.of("data", "binaryData"));
    List<FieldProblem> all = new ArrayList<>(problems.found());
    all.addAll(check(next));
    return all;
  }

  /** What is marked as immutable stays so, and as it is. */
  static void frozen(Problems problems, ObjectNode former, ObjectNode next, List<String> fields) {
    if (!former.path("immutable").asBoolean()) {
      return;
    }
    if (!next.path("immutable").asBoolean()) {
      problems.forbidden("immutable", "field is immutable when `immutable` is set");
    }
    for (String each : fields) {
      if (!former.path(each).equals(next.path(each))) {
        problems.forbidden(each, "field is immutable when `immutable` is set");
      }
    }
  }
}
