package dev.picket.lab.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.picket.lab.schema.Structure.ElementKey;
import dev.picket.lab.schema.Structure.ListType;
import dev.picket.lab.schema.Structure.Strategy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The structures of built-in types, from their shapes. Safe for use by many threads. */
public final class BuiltInStructures {

  private static final Map<String, Structure> ALL = new HashMap<>();

  static {
    Shapes.BUILT_IN.all().values().forEach(each -> ALL.put(each.name(), of(each)));
  }

  private BuiltInStructures() {}

  /** The structure of a kind's objects. */
  public static Structure ofKind(Shape shape) {
    Map<String, Structure> members = new LinkedHashMap<>(members(shape));
    members.put("apiVersion", Structure.TEXT);
    members.put("kind", Structure.TEXT);
    return Structure.map(false, true, () -> members, () -> null);
  }

  /** The structure of every object's metadata. */
  static Structure metadata() {
    return named("meta.v1.ObjectMeta");
  }

  private static Structure named(String shape) {
    Structure structure = ALL.get(shape);
    return structure == null ? Structure.SCALAR : structure;
  }

  private static Structure of(Shape shape) {
    Members members = new Members(shape);
    return Structure.map(shape.atomic(), true, members::get, () -> null);
  }

  private static Map<String, Structure> members(Shape shape) {
    Map<String, Structure> members = new LinkedHashMap<>();
    shape.fields().values().forEach(each -> members.put(each.name(), of(each)));
    return members;
  }

  private static Structure of(Field field) {
    Strategy strategy =
        new Strategy(
            field.mergeKey() != null,
            field.mergeKey() == null ? "" : field.mergeKey(),
            field.retainKeys());
    Structure structure =
        switch (field.form()) {
          case ONE -> value(field);
          case LIST -> list(field);
          case MAP -> Structure.map(false, true, Map::of, () -> value(field));
        };
    structure = strategy.equals(Strategy.REPLACE) ? structure : structure.with(strategy);
    return field.atomic() ? structure.asAtomic() : structure;
  }

  private static Structure value(Field field) {
    return switch (field.type()) {
      case "string", "bytes", "time", "microtime", "duration" -> Structure.TEXT;
      case "int", "long", "number" -> Structure.NUMBER;
      case "bool" -> Structure.TRUTH;
      case "quantity", "int-or-string", "raw", "json", "fields" -> Structure.SCALAR;
      case "[]string" -> Structure.list(ListType.ATOMIC, List.of(), () -> Structure.TEXT);
      default -> named(field.type());
    };
  }

  /** Lists that only strategic merge patches merge are merged alike when they are applied. */
  private static Structure list(Field field) {
    String type = field.listType();
    if (type.isEmpty() && field.mergeKey() != null) {
      type = field.mergeKey().isEmpty() ? "set" : "map:" + field.mergeKey();
    }
    if (type.startsWith("map:")) {
      List<ElementKey> keys =
          Arrays.stream(type.substring("map:".length()).split(",", -1))
              .sorted()
              .map(each -> new ElementKey(each, otherwise(field, each)))
              .toList();
      return Structure.list(ListType.MAP, keys, () -> value(field));
    }
    ListType scalars = type.equals("set") ? ListType.SET : ListType.ATOMIC;
    return Structure.list(scalars, List.of(), () -> value(field));
  }

  private static @Nullable JsonNode otherwise(Field list, String key) {
    if (key.equals("protocol")) {
      return TextNode.valueOf("TCP");
    }
    Optional<Field> member =
        Shapes.BUILT_IN.of(list).flatMap(each -> Optional.ofNullable(each.fields().get(key)));
    if (member.isEmpty() || !member.get().required()) {
      return null;
    }
    return switch (member.get().type()) {
      case "int", "long" -> IntNode.valueOf(0);
      default -> TextNode.valueOf("");
    };
  }

  /** The members of a shape, found when they are first asked for. */
  private static final class Members {

    private final Shape shape;
    private volatile @Nullable Map<String, Structure> found;

    Members(Shape shape) {
      this.shape = shape;
    }

    Map<String, Structure> get() {
      Map<String, Structure> known = found;
      if (known == null) {
        known = members(shape);
        found = known;
      }
      return known;
    }
  }
}
