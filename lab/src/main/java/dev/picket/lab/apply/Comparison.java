package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.patch.JsonValues;
import dev.picket.lab.schema.Structure;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * In which fields two values differ.
 *
 * @param changed what the later one has, and the former has not, or has otherwise
 * @param removed what only the former has
 */
record Comparison(FieldSet changed, FieldSet removed) {

  static Comparison of(Structure structure, JsonNode former, JsonNode later) {
    Comparison comparison = new Comparison(new FieldSet(), new FieldSet());
    compare(
        structure, former, later, Place.root(comparison.changed), Place.root(comparison.removed));
    return comparison;
  }

  boolean same() {
    return changed.isEmpty() && removed.isEmpty();
  }

  /** The same without a member of the root. */
  Comparison without(String element) {
    return new Comparison(changed.without(element), removed.without(element));
  }

  /** Only a member of the root. */
  Comparison only(String element) {
    return new Comparison(changed.only(element), removed.only(element));
  }

  private static void compare(
      Structure structure,
      @Nullable JsonNode former,
      @Nullable JsonNode later,
      Place changed,
      Place removed) {
    boolean empty = empty(former) && empty(later);
    if (!empty
        && parts(former, structure::separatesMembers)
        && parts(later, structure::separatesMembers)) {
      members(structure, former, later, changed, removed);
    } else if (!empty
        && parts(former, structure::separatesElements)
        && parts(later, structure::separatesElements)) {
      elements(structure, former, later, changed, removed);
    } else if (former != null && later != null) {
      if (!JsonValues.same(former, later)) {
        changed.include();
      }
      return;
    }
    if (former == null) {
      changed.include();
    } else if (later == null) {
      removed.include();
    }
  }

  private static void members(
      Structure structure,
      @Nullable JsonNode former,
      @Nullable JsonNode later,
      Place changed,
      Place removed) {
    if (later != null) {
      for (Map.Entry<String, JsonNode> each : later.properties()) {
        String name = each.getKey();
        JsonNode before = former == null ? null : former.get(name);
        // Most members are the same, and are passed over at once.
        if (before == null || !each.getValue().isValueNode() || !before.equals(each.getValue())) {
          String element = PathElements.member(name);
          Structure member = structure.member(name);
          compare(member, before, each.getValue(), changed.at(element), removed.at(element));
        }
      }
    }
    if (former != null) {
      for (Map.Entry<String, JsonNode> each : former.properties()) {
        String name = each.getKey();
        if (later == null || !later.has(name)) {
          String element = PathElements.member(name);
          Structure member = structure.member(name);
          compare(member, each.getValue(), null, changed.at(element), removed.at(element));
        }
      }
    }
  }

  private static void elements(
      Structure structure,
      @Nullable JsonNode former,
      @Nullable JsonNode later,
      Place changed,
      Place removed) {
    Map<String, JsonNode> before = Elements.of(structure, former);
    Map<String, JsonNode> after = Elements.of(structure, later);
    Structure element = structure.element();
    after.forEach((step, value) ->
        compare(element, before.get(step), value, changed.at(step), removed.at(step)));
    before.forEach((step, value) -> {
      if (!after.containsKey(step)) {
        compare(element, value, null, changed.at(step), removed.at(step));
      }
    });
  }

  private static boolean empty(@Nullable JsonNode value) {
    return value == null || value.isNull() || (value.isContainerNode() && value.isEmpty());
  }

  /** Whether a value can be seen by its parts, as one that is not there can. */
  private static boolean parts(@Nullable JsonNode value, Predicate<JsonNode> separated) {
    return value == null || value.isNull() || separated.test(value);
  }
}
