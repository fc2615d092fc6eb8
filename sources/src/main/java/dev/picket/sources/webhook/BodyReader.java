package dev.picket.sources.webhook;

import dev.picket.observation.InvalidInputException;
import dev.picket.runtime.Ticker;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads bodies within a limit, and within what the budget of memory allows: memory is asked for as
 * the bytes come, so that announcing a large body costs nobody anything.
 *
 * <p>Safe for use by many threads.
 */
final class BodyReader {

  /** How long a sender may take over a body. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String GZIP_EXPECTED = "a gzip file, as Content-Encoding says";
  private static final int FIRST_BYTES = 128 * 1024;
  private static final int INFLATED_FIRST_BYTES = 16 * 1024;
  private static final int UNANNOUNCED_FIRST_BYTES = 2 * 1024;
  private static final int GZIP_BUFFER_BYTES = 8 * 1024;

  private final int limitBytes;
  private final Ticker ticker;

  BodyReader(int limitBytes, Ticker ticker) {
    this.limitBytes = limitBytes;
    this.ticker = ticker;
  }

  /** The longest body that is read. */
  int limitBytes() {
    return limitBytes;
  }

  /**
   * Reads a body as it is sent.
   *
   * @throws RefusedException when it is too large, too slow or breaks off, or memory is short
   */
  Body read(Upload upload, InFlightBytes.Reservation memory) {
    long announcedBytes = upload.announcedBytes();
    if (announcedBytes > limitBytes) {
      throw tooLarge("the body has " + announcedBytes + " bytes");
    }
    try {
      return fill(upload.input(), first(announcedBytes), "the body is larger", memory);
    } catch (RefusedException refused) {
      throw refused;
    } catch (IOException | RuntimeException brokenOff) {
      throw new RefusedException(Refusal.incomplete("the body could not be read to its end"));
    }
  }

  /**
   * The content of a gzip file (RFC 1952).
   *
   * @throws RefusedException when it is too large or memory is short
   * @throws InvalidInputException when it is no such file
   */
  Body inflate(Body packed, InFlightBytes.Reservation memory) {
    memory.hold(GZIP_BUFFER_BYTES);
    try (InputStream input =
        new GZIPInputStream(
            new ByteArrayInputStream(packed.bytes(), 0, packed.length()), GZIP_BUFFER_BYTES)) {
      return fill(input, INFLATED_FIRST_BYTES, "the body is larger once inflated", memory);
    } catch (EOFException cutShort) {
      throw new InvalidInputException("body", "its beginning only", GZIP_EXPECTED);
    } catch (IOException malformed) {
      throw new InvalidInputException(
          "body", String.valueOf(malformed.getMessage()), GZIP_EXPECTED);
    }
  }

  /** One byte more than announced, so that the end is met without growing. */
  private static int first(long announcedBytes) {
    return announcedBytes < 0
        ? UNANNOUNCED_FIRST_BYTES
        : (int) Math.min(announcedBytes + 1, FIRST_BYTES);
  }

  private Body fill(
      InputStream input, int firstBytes, String tooLarge, InFlightBytes.Reservation memory)
      throws IOException {
    long startedAt = ticker.nanos();
    memory.hold(firstBytes);
    byte[] bytes = new byte[firstBytes];
    int length = 0;
    while (true) {
      if (length == bytes.length) {
        bytes = grow(bytes, memory);
      }
      int read = input.read(bytes, length, bytes.length - length);
      if (read < 0) {
        return new Body(bytes, length);
      }
      length += read;
      if (length > limitBytes) {
        throw tooLarge(tooLarge);
      }
      if (ticker.since(startedAt).compareTo(PATIENCE) > 0) {
        throw new RefusedException(Refusal.tooSlow(PATIENCE));
      }
    }
  }

  private byte[] grow(byte[] bytes, InFlightBytes.Reservation memory) {
    int capacity = (int) Math.min(2L * bytes.length, limitBytes + 1L);
    memory.hold(capacity);
    byte[] larger = Arrays.copyOf(bytes, capacity);
    memory.release(bytes.length);
    return larger;
  }

  private RefusedException tooLarge(String what) {
    return new RefusedException(Refusal.tooLarge(limitBytes, what));
  }
}
