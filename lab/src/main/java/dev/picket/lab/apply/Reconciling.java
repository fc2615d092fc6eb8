package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.schema.Structure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fits sets of fields to structures that may have changed since the sets were made: whoever owned a
 * value as a whole owns all of its parts when these are owned one by one now, and the other way
 * round. It cannot tell who owned a value as a whole from who owns none of its parts any more, and
 * neither can the real one.
 */
final class Reconciling {

  private Reconciling() {}

  /** The fields in terms of the structure; the same set when nothing differs. */
  static FieldSet fit(Structure structure, JsonNode object, FieldSet fields) {
    FieldSet fitted = below(structure, object, fields);
    return fitted == null ? fields : fitted;
  }

  /** Null when nothing differs. */
  private static @Nullable FieldSet below(
      Structure structure, @Nullable JsonNode value, FieldSet fields) {
    FieldSet fitted = null;
    Map<String, JsonNode> elements =
        value != null && structure.separatesElements(value)
            ? Elements.of(structure, value)
            : Map.of();
    for (Map.Entry<String, FieldSet> each : fields.below().entrySet()) {
      String name = PathElements.memberName(each.getKey());
      Structure inner = name == null ? structure.element() : structure.member(name);
      JsonNode there =
          name == null || value == null ? elements.get(each.getKey()) : value.get(name);
      FieldSet changed = one(inner, there, each.getValue());
      if (changed != null) {
        fitted = (fitted == null ? fields : fitted).with(each.getKey(), changed);
      }
    }
    return fitted;
  }

  private static @Nullable FieldSet one(
      Structure structure, @Nullable JsonNode value, FieldSet fields) {
    if (structure.form() == Structure.Form.DEDUCED) {
      return null;
    }
    boolean leaf = fields.below().isEmpty();
    if (structure.atomic()) {
      return leaf ? null : FieldSet.leaf();
    }
    if (!leaf) {
      return below(structure, value, fields);
    }
    if (value == null || value.isEmpty()) {
      return null;
    }
    boolean parts = structure.separatesMembers(value) || structure.separatesElements(value);
    return parts ? FieldsOf.value(structure, value).union(FieldSet.leaf()) : null;
  }
}
