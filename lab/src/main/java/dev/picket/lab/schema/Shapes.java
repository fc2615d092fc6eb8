package dev.picket.lab.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of the built-in types, from one table: it reads protobuf, describes them in OpenAPI,
 * says how they are merged and which fields are unknown. Immutable.
 */
public final class Shapes {

  /** The table in {@code shapes.txt}. */
  public static final Shapes BUILT_IN = read();

  private final Map<String, Shape> shapes;

  private Shapes(Map<String, Shape> shapes) {
    this.shapes = shapes;
    shapes.values().forEach(each -> each.resolve(this));
  }

  /** The shape of a name such as {@code core.v1.PodSpec}. */
  public Optional<Shape> find(String name) {
    return Optional.ofNullable(shapes.get(name));
  }

  /**
   * The shape of a kind.
   *
   * @param group empty for the core group
   */
  public Optional<Shape> ofKind(String group, String version, String kind) {
    return find(name(group, version, kind));
  }

  /** The shape of a field's values; empty when they are scalars. */
  public Optional<Shape> of(Field field) {
    return find(field.type());
  }

  /** Every shape by name. */
  public Map<String, Shape> all() {
    return shapes;
  }

  private static String name(String group, String version, String kind) {
    int dot = group.indexOf('.');
    String first = group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
    return first + "." + version + "." + kind;
  }

  private static Shapes read() {
    try (InputStream in = Shapes.class.getResourceAsStream("shapes.txt")) {
      if (in == null) {
        throw new IllegalStateException("shapes.txt is missing from the jar");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Shapes(parse(lines.lines().filter(each -> !each.startsWith("#")).toList()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, Shape> parse(List<String> lines) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    String heading = "";
    List<Field> fields = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("  ")) {
        fields.add(Field.parse(line.strip()));
      } else if (line.isBlank()) {
        add(shapes, heading, fields);
        fields.clear();
        heading = "";
      } else {
        heading = line.strip();
      }
    }
    add(shapes, heading, fields);
    return shapes;
  }

  private static void add(Map<String, Shape> shapes, String heading, List<Field> fields) {
    if (heading.isEmpty()) {
      return;
    }
    boolean atomic = heading.endsWith(" atomic");
    String name = atomic ? heading.substring(0, heading.indexOf(' ')) : heading;
    shapes.put(name, new Shape(name, atomic, fields));
  }
}
