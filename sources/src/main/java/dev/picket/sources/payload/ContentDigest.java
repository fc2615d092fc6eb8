package dev.picket.sources.payload;

import dev.picket.observation.Occurrence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 64 bits of SHA-256 over what a finding says to people: severity, title and details. Its
 * time is left out. A normaliser therefore leaves out of the details what changes without being
 * news, and puts what has no order of its own into one.
 */
final class ContentDigest {

  private ContentDigest() {}

  static long of(Occurrence occurrence) {
    MessageDigest digest = sha256();
    add(digest, occurrence.severity().wireName());
    add(digest, occurrence.title());
    add(digest, occurrence.details());
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
