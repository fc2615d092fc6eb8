package dev.picket.lab.structural;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.schema.StructuralSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what an item of a list was before a change, which only the keys of maps can tell. */
public final class Correlation {

  private final List<String> keys;
  private final Map<Object, JsonNode> former;

  private Correlation(List<String> keys, Map<Object, JsonNode> former) {
    this.keys = keys;
    this.former = former;
  }

  /**
   * The items of a list.
   *
   * @param list as it was; null when there was none
   */
  public static Correlation of(StructuralSchema schema, @Nullable JsonNode list) {
    Map<Object, JsonNode> former = new HashMap<>();
    List<String> keys = schema.extensions().listKeys();
    if (list != null && schema.extensions().listType().equals("map")) {
      list.forEach(each -> former.put(Equality.canonical(ListUniqueness.keys(each, keys)), each));
    }
    return new Correlation(keys, former);
  }

  /** The item as it was; null when it is new or cannot be told. */
  public @Nullable JsonNode former(JsonNode item) {
    return former.isEmpty()
        ? null
        : former.get(Equality.canonical(ListUniqueness.keys(item, keys)));
  }
}
