package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.schema.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths to fields, as a tree. It is changed only while it is built; the operations make
 * new sets, which may share parts with the old. Not safe for use by many threads while it is built.
 */
final class FieldSet {

  /** The name by which FieldsV1 says that a field with others below it is in the set, too. */
  private static final String SELF = ".";

  private static final int DEPTH_MAX = 500;

  private boolean member;
  private @Nullable TreeMap<String, FieldSet> below;

  /** Says that the path to this tree is in the set. */
  void include() {
    member = true;
  }

  /** The tree below a step, made when it is not there. */
  FieldSet at(String element) {
    if (below == null) {
      below = new TreeMap<>();
    }
    return below.computeIfAbsent(element, _ -> new FieldSet());
  }

  /** Whether the path to this tree is in the set. */
  boolean included() {
    return member;
  }

  Map<String, FieldSet> below() {
    return below == null ? Map.of() : below;
  }

  /** The tree below a step; null when there is none. */
  @Nullable FieldSet find(String element) {
    return below == null ? null : below.get(element);
  }

  boolean isEmpty() {
    if (member) {
      return false;
    }
    for (FieldSet each : below().values()) {
      if (!each.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What is in one of them. */
  FieldSet union(FieldSet other) {
    FieldSet union = new FieldSet();
    union.member = member || other.member;
    below().forEach(union::put);
    other
        .below()
        .forEach((element, set) -> {
          FieldSet there = union.find(element);
          union.put(element, there == null ? set : there.union(set));
        });
    return union;
  }

  /** What is in this one, but not in the other. */
  FieldSet difference(FieldSet other) {
    FieldSet difference = new FieldSet();
    difference.member = member && !other.member;
    below()
        .forEach((element, set) -> {
          FieldSet there = other.find(element);
          difference.put(element, there == null ? set : set.difference(there));
        });
    return difference;
  }

  /** What is in both. */
  FieldSet intersection(FieldSet other) {
    FieldSet intersection = new FieldSet();
    intersection.member = member && other.member;
    below()
        .forEach((element, set) -> {
          FieldSet there = other.find(element);
          if (there != null) {
            intersection.put(element, set.intersection(there));
          }
        });
    return intersection;
  }

  /** The same without a member of the root and all that is below it. */
  FieldSet without(String element) {
    FieldSet rest = new FieldSet();
    rest.member = member;
    below()
        .forEach((each, set) -> {
          if (!each.equals(element)) {
            rest.put(each, set);
          }
        });
    return rest;
  }

  /** A set of nothing but the path to it. */
  static FieldSet leaf() {
    FieldSet leaf = new FieldSet();
    leaf.member = true;
    return leaf;
  }

  /** The same with another tree below a step. */
  FieldSet with(String element, FieldSet set) {
    FieldSet changed = new FieldSet();
    changed.member = member;
    below().forEach(changed::put);
    changed.put(element, set);
    return changed;
  }

  /** Only what is at a member of the root, or below it. */
  FieldSet only(String element) {
    FieldSet only = new FieldSet();
    FieldSet there = find(element);
    if (there != null) {
      only.put(element, there);
    }
    return only;
  }

  /** The same with every declared member on the way to what is in the set. */
  FieldSet withDeclared(Structure structure) {
    FieldSet all = new FieldSet();
    all.member = member;
    below()
        .forEach((element, set) -> {
          String name = PathElements.memberName(element);
          FieldSet inner =
              set.withDeclared(name == null ? structure.element() : structure.member(name));
          if (name != null && structure.declares(name) && !inner.isEmpty()) {
            inner.include();
          }
          all.put(element, inner);
        });
    return all;
  }

  /** Every path, as messages show it, in order. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    addPaths("", paths);
    return paths;
  }

  private void addPaths(String path, List<String> paths) {
    if (member) {
      paths.add(path);
    }
    below().forEach((element, set) -> set.addPaths(path + PathElements.shown(element), paths));
  }

  private void put(String element, FieldSet set) {
    if (!set.isEmpty()) {
      if (below == null) {
        below = new TreeMap<>();
      }
      below.put(element, set);
    }
  }

  /** The set as FieldsV1. */
  ObjectNode write() {
    ObjectNode fields = Json.object();
    if (member && below != null) {
      fields.putObject(SELF);
    }
    below().forEach((element, set) -> fields.set(element, set.write()));
    return fields;
  }

  /**
   * Reads FieldsV1.
   *
   * @throws IllegalArgumentException when it is none
   */
  static FieldSet read(JsonNode fields) {
    FieldSet root = new FieldSet();
    root.read(fields, 0);
    return root;
  }

  private void read(JsonNode fields, int depth) {
    if (!fields.isObject() || depth > DEPTH_MAX) {
      throw new IllegalArgumentException("not a set of fields: " + fields);
    }
    member = fields.isEmpty() && depth > 0;
    for (Map.Entry<String, JsonNode> each : fields.properties()) {
      if (each.getKey().equals(SELF)) {
        member = true;
      } else {
        at(PathElements.canonical(each.getKey())).read(each.getValue(), depth + 1);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldSet set && member == set.member && below().equals(set.below());
  }

  @Override
  public int hashCode() {
    return below().hashCode() * 31 + Boolean.hashCode(member);
  }

  @Override
  public String toString() {
    return write().toString();
  }
}
