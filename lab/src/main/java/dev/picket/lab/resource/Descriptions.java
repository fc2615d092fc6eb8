package dev.picket.lab.resource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code kubectl explain} says of the best-known types and fields, from a table. */
final class Descriptions {

  private static final Map<String, String> TEXTS = read();

  private Descriptions() {}

  /** Of a shape, of a shape's field, or of what every kind has. */
  static Optional<String> of(String name) {
    return Optional.ofNullable(TEXTS.get(name));
  }

  private static Map<String, String> read() {
    try (InputStream in = Descriptions.class.getResourceAsStream("descriptions.txt")) {
      if (in == null) {
        throw new IllegalStateException("descriptions.txt is missing from the jar");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(each -> !each.isBlank() && !each.startsWith("#"))
          .map(each -> each.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(each -> each[0], each -> each[1]));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
