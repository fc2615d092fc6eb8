package dev.picket.lab.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a built-in type. Immutable. */
public final class Shape {

  private final String name;
  private final boolean atomic;
  private final List<Field> declared;
  private final Map<String, Field> byName = new LinkedHashMap<>();
  private final Map<Integer, Field> byNumber = new HashMap<>();

  Shape(String name, boolean atomic, List<Field> declared) {
    this.name = name;
    this.atomic = atomic;
    this.declared = List.copyOf(declared);
    declared.forEach(each -> byNumber.put(each.number(), each));
  }

  /** Such as {@code core.v1.PodSpec}. */
  public String name() {
    return name;
  }

  /** Whether its values are owned as a whole. */
  public boolean atomic() {
    return atomic;
  }

  /** The fields as JSON has them, those of inlined ones among them. */
  public Map<String, Field> fields() {
    return byName;
  }

  /** The field of a number in protobuf. */
  public Optional<Field> field(int number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** Puts the fields of inlined types where JSON has them. */
  void resolve(Shapes shapes) {
    for (Field each : declared) {
      if (each.inline()) {
        Shape inner = shapes.of(each).orElseThrow();
        inner.resolve(shapes);
        byName.putAll(inner.byName);
      } else {
        byName.put(each.name(), each);
      }
    }
  }
}
