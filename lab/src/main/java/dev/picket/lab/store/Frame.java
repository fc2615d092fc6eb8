package dev.picket.lab.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a stretch of bytes stands in a file: a mark, its length, the CRC-32C of length and bytes, and
 * the bytes. No text in UTF-8 has the mark in it.
 */
final class Frame {

  static final int MARK = 0xfefdfcfb;
  static final int HEADER_BYTES = 3 * Integer.BYTES;

  private Frame() {}

  /** The header and the payload that follows it. */
  static ByteBuffer[] of(byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putInt(MARK).putInt(payload.length).putInt(checksum(payload)).flip();
    return new ByteBuffer[] {header, ByteBuffer.wrap(payload)};
  }

  static int checksum(byte[] payload) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(payload.length).flip());
    sum.update(payload);
    return (int) sum.getValue();
  }
}
