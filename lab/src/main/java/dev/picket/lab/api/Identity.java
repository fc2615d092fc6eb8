package dev.picket.lab.api;

import dev.picket.lab.resource.Timestamps;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Where new objects get what makes them unique. Safe for use by many threads.
 *
 * @param clock for creation times
 * @param random for uids and generated names
 */
public record Identity(InstantSource clock, SecureRandom random) {

  /** A new uid. */
  public String uid() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong()).toString();
  }

  String now() {
    return Timestamps.seconds(clock.instant());
  }
}
