package dev.picket.sources.webhook;

import dev.picket.observation.InvalidInputException;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with secrets, one a line, read again within a second of its change, so that they can be
 * rotated without a restart.
 *
 * <p>A file that cannot be read, or holds nothing, stops the start; later it leaves what was read
 * last in force and is told of in the log. Safe for use by many threads.
 */
final class SecretFile {

  static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(SecretFile.class);

  private final Path file;
  private final Ticker ticker;
  private volatile List<byte[]> lines;
  private volatile long lookedAt;
  private @Nullable Version version;
  private boolean failing;

  /** What tells one content of a file from the next without reading it. */
  private record Version(Object modified, long size, @Nullable Object key) {}

  /**
   * Reads the file.
   *
   * @throws InvalidInputException when that is not possible or there is nothing in it
   */
  SecretFile(Path file, Ticker ticker) {
    this.file = file;
    this.ticker = ticker;
    this.lookedAt = ticker.nanos();
    this.version = look();
    this.lines = Secrets.read(file);
  }

  /** The secrets, at least one. */
  List<byte[]> lines() {
    if (ticker.since(lookedAt).compareTo(LOOK_EVERY) >= 0) {
      refresh();
    }
    return lines;
  }

  /** Whether the text is one of the secrets. */
  boolean contains(String text) {
    byte[] given = text.getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (byte[] secret : lines()) {
      found |= MessageDigest.isEqual(secret, given);
    }
    return found;
  }

  private synchronized void refresh() {
    lookedAt = ticker.nanos();
    Version now = look();
    if (now != null && Objects.equals(now, version)) {
      return;
    }
    try {
      lines = Secrets.read(file);
      version = now;
      failing = false;
      log.atInfo().addKeyValue("file", file).log("secret read again");
    } catch (InvalidInputException unusable) {
      if (!failing) {
        failing = true;
        log.atWarn()
            .addKeyValue("file", file)
            .addKeyValue("reason", unusable.getMessage())
            .log("secret cannot be read; the former stays in force");
      }
    }
  }

  private @Nullable Version look() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(now.lastModifiedTime(), now.size(), now.fileKey());
    } catch (IOException gone) {
      return null;
    }
  }
}
