package dev.picket.sources.ingester;

import dev.picket.observation.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files with secrets, one a line. */
public final class Secrets {

  private static final int SIZE_MAX_BYTES = 64 * 1024;

  private Secrets() {}

  /**
   * Reads one. Blanks around a line, and blank lines, do not count.
   *
   * @return at least one secret
   * @throws InvalidInputException when the file cannot be read or there is nothing in it
   */
  public static List<byte[]> read(Path file) {
    try {
      if (Files.size(file) > SIZE_MAX_BYTES) {
        throw new InvalidInputException(
            file.toString(), "more", "a file of at most " + SIZE_MAX_BYTES + " bytes");
      }
      List<byte[]> lines =
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .map(line -> line.getBytes(StandardCharsets.UTF_8))
              .toList();
      if (lines.isEmpty()) {
        throw new InvalidInputException(file.toString(), "nothing", "a secret, one a line");
      }
      return lines;
    } catch (IOException unreadable) {
      throw new InvalidInputException(
          file.toString(), unreadable.getClass().getSimpleName(), "a file of text to read");
    }
  }
}
