package dev.picket.sources.payload;

import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Reads payloads for tests. */
final class Payloads {

  static final Instant RECEIVED_AT = Instant.parse("2026-11-22T12:00:00Z");

  private static final Path EXAMPLES = Path.of("..", "examples");

  private Payloads() {}

  static List<Item> falco(String json) {
    return read(PayloadFormat.FALCO, new FalcoNormaliser("falco"), json);
  }

  static List<Item> audit(String json) {
    return read(PayloadFormat.AUDIT, new AuditNormaliser("audit"), json);
  }

  static List<Item> generic(String json) {
    return generic(json, Mapping.DEFAULT);
  }

  static List<Item> generic(String json, Mapping mapping) {
    return read(PayloadFormat.GENERIC, new GenericNormaliser("default", mapping), json);
  }

  static List<Item> read(PayloadFormat format, Normaliser normaliser, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return new PayloadReader(format, normaliser, PayloadLimits.DEFAULT)
        .read(body, body.length, RECEIVED_AT, Memory.UNBOUNDED);
  }

  static Occurrence only(List<Item> items) {
    if (items.size() == 1 && items.getFirst() instanceof Item.Reported reported) {
      return reported.occurrence();
    }
    throw new AssertionError("expected one report but got " + items);
  }

  static String example(String name) {
    return text(EXAMPLES.resolve(name));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
