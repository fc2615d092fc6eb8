package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.schema.Structure;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The elements of a list by the steps to them. Of several that are alike the first counts. */
final class Elements {

  private Elements() {}

  static Map<String, JsonNode> of(Structure list, @Nullable JsonNode value) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    if (value != null) {
      int index = 0;
      for (JsonNode each : value) {
        elements.putIfAbsent(PathElements.element(list, each, index++), each);
      }
    }
    return elements;
  }
}
