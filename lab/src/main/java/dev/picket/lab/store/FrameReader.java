package dev.picket.lab.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Reads a file's frames, from its start on. Used by one thread. */
final class FrameReader {

  private static final int WINDOW_BYTES = 64 * 1024;

  private final FileChannel channel;
  private final long size;
  private long offset;
  private String defect = "";

  FrameReader(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  /** The next frame's payload; empty at the file's end and at a defect. */
  Optional<byte[]> next() throws IOException {
    if (offset == size) {
      return Optional.empty();
    }
    Optional<byte[]> payload = at(offset);
    payload.ifPresent(bytes -> offset += Frame.HEADER_BYTES + bytes.length);
    return payload;
  }

  /** Where the next frame begins, or what is no frame. */
  long offset() {
    return offset;
  }

  /** Why there is no frame at {@link #offset}; empty at the file's end. */
  String defect() {
    return defect;
  }

  /**
   * Whether there is a whole frame behind the defect. Then it is not the torn end of a file whose
   * writer died: each frame is on disk before the next is begun.
   */
  boolean goesOn() throws IOException {
    String first = defect;
    try {
      for (long start = offset + 1; start < size; start += WINDOW_BYTES) {
        ByteBuffer window =
            ByteBuffer.wrap(read(start, (int) Math.min(WINDOW_BYTES + 3, size - start)));
        for (int each = 0; each + Integer.BYTES <= window.limit(); each++) {
          if (window.getInt(each) == Frame.MARK && at(start + each).isPresent()) {
            return true;
          }
        }
      }
      return false;
    } finally {
      defect = first;
    }
  }

  private Optional<byte[]> at(long start) throws IOException {
    if (size - start < Frame.HEADER_BYTES) {
      return broken("it ends within a record's header");
    }
    ByteBuffer header = ByteBuffer.wrap(read(start, Frame.HEADER_BYTES));
    if (header.getInt() != Frame.MARK) {
      return broken("no record begins there");
    }
    int length = header.getInt();
    if (length < 0 || length > size - start - Frame.HEADER_BYTES) {
      return broken("it ends within a record");
    }
    byte[] payload = read(start + Frame.HEADER_BYTES, length);
    return header.getInt() == Frame.checksum(payload)
        ? Optional.of(payload)
        : broken("a record's checksum does not match");
  }

  private Optional<byte[]> broken(String why) {
    defect = why;
    return Optional.empty();
  }

  private byte[] read(long start, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }
}
