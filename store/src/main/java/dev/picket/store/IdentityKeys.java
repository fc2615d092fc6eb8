package dev.picket.store;

import dev.picket.observation.OccurrenceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/** The first 64 bits of SHA-256 over an occurrence's source, time and name. */
final class IdentityKeys {

  private static final int HEAD_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

  private final MessageDigest digest;

  IdentityKeys() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The key; the time goes in unabridged, so that it may be cut in the column beside it. */
  long of(String source, OccurrenceId id) {
    byte[] name = source.getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES + name.length);
    head.putInt(name.length).put(name);
    Instant at = id.at();
    head.putLong(at.getEpochSecond()).putInt(at.getNano());
    digest.update(head.array());
    return ByteBuffer.wrap(digest.digest(id.value().getBytes(StandardCharsets.UTF_8))).getLong();
  }
}
