package dev.picket.server;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.ObservationQuery.Position;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** A place in a list as text that clients pass back and do not look into. */
final class Cursor {

  private static final int FINGERPRINT_BYTES = 32;
  private static final int BYTES = Long.BYTES + Integer.BYTES + FINGERPRINT_BYTES;

  private Cursor() {}

  static String write(Position position) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    Instant lastSeen = position.lastSeen();
    bytes.putLong(lastSeen.getEpochSecond());
    bytes.putInt(lastSeen.getNano());
    bytes.put(position.fingerprint().bytes());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /** Reads one; empty when the text never was one. */
  static Optional<Position> read(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() != BYTES) {
        return Optional.empty();
      }
      Instant lastSeen = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
      byte[] fingerprint = new byte[FINGERPRINT_BYTES];
      bytes.get(fingerprint);
      return Optional.of(new Position(lastSeen, Fingerprint.ofBytes(fingerprint)))
          .filter(position -> QueryReading.storable(position.lastSeen()));
    } catch (IllegalArgumentException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }
}
