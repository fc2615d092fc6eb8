package dev.picket.sources.payload;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

  private static final int SCRATCH_CHARS = 4_096;

  private Utf8() {}

  /** The offset of the first byte that does not belong to a character; -1 when all do. */
  static int firstInvalid(byte[] bytes, int length) {
    for (int at = 0; at < length; at++) {
      if (bytes[at] < 0) {
        return firstInvalidFrom(bytes, at, length);
      }
    }
    return -1;
  }

  private static int firstInvalidFrom(byte[] bytes, int start, int length) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes, start, length - start);
    CharBuffer scratch = CharBuffer.allocate(SCRATCH_CHARS);
    while (true) {
      var result = decoder.decode(input, scratch, true);
      if (result.isError()) {
        return input.position();
      }
      if (result.isUnderflow()) {
        return -1;
      }
      scratch.clear();
    }
  }
}
