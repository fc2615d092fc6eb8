package dev.picket.lab.structural;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;

/** JSON without its quotes, so that schemas can be read by people. */
public final class Trees {

  private static final JsonMapper RELAXED =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Trees() {}

  public static ObjectNode tree(String json) {
    try {
      return (ObjectNode) RELAXED.readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(json, malformed);
    }
  }

  /** Problems as a Status's causes have them. */
  public static List<String> lines(List<FieldProblem> problems) {
    return problems.stream().map(each -> each.field() + ": " + each.detail()).toList();
  }
}
