package dev.picket.lab.resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of the built-in types, from one table: it reads protobuf, describes them in OpenAPI,
 * and says which fields are unknown.
 */
final class Shapes {

  /** The table in {@code shapes.txt}. */
  static final Shapes BUILT_IN = read();

  private final Map<String, Shape> shapes;

  private Shapes(Map<String, Shape> shapes) {
    this.shapes = shapes;
  }

  Optional<Shape> find(String name) {
    return Optional.ofNullable(shapes.get(name));
  }

  /** The shape of a message field. */
  Optional<Shape> of(Field field) {
    return find(field.type());
  }

  Map<String, Shape> all() {
    return shapes;
  }

  private static Shapes read() {
    try (InputStream in = Shapes.class.getResourceAsStream("shapes.txt")) {
      if (in == null) {
        throw new IllegalStateException("shapes.txt is missing from the jar");
      }
      Map<String, Shape> shapes = new LinkedHashMap<>();
      Shape current = null;
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("  ") && current != null) {
          current.add(Field.parse(line.strip()));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          current = new Shape(line.strip());
          shapes.put(current.name(), current);
        }
      }
      return new Shapes(shapes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One type's fields. */
  static final class Shape {

    private final String name;
    private final Map<String, Field> byName = new LinkedHashMap<>();
    private final Map<Integer, Field> byNumber = new HashMap<>();

    private Shape(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    Map<String, Field> fields() {
      return byName;
    }

    Optional<Field> field(int number) {
      return Optional.ofNullable(byNumber.get(number));
    }

    private void add(Field field) {
      byName.put(field.name(), field);
      byNumber.put(field.number(), field);
    }
  }

  /**
   * A field of a type.
   *
   * @param number in protobuf
   * @param name in JSON
   * @param type a scalar's, or a shape's name; for maps, of the values
   * @param repeated whether it is a list
   * @param map whether it is a map from texts
   * @param keepsEmpty whether an empty value differs from none
   */
  record Field(
      int number, String name, String type, boolean repeated, boolean map, boolean keepsEmpty) {

    private static Field parse(String line) {
      String[] words = line.split(" ", -1);
      boolean keepsEmpty = words[2].endsWith("!");
      String type = keepsEmpty ? words[2].substring(0, words[2].length() - 1) : words[2];
      boolean repeated = type.startsWith("[]");
      boolean map = type.startsWith("map:");
      String bare = repeated ? type.substring(2) : map ? type.substring(4) : type;
      return new Field(Integer.parseInt(words[0]), words[1], bare, repeated, map, keepsEmpty);
    }
  }
}
