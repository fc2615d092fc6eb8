package dev.picket.lab.resource;

import dev.picket.lab.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code shardSelector} of KEP-5866: ranges of a 64-bit hash (FNV-1a) over one field, {@code
 * shardRange(object.metadata.uid,'0x…','0x…') || …}.
 */
public final class ShardSelector {

  private static final int LENGTH_MAX = 100_000;
  private static final String WHOLE = "0x10000000000000000";
  private static final Pattern RANGE =
      Pattern.compile(
          "\\s*shardRange\\(\\s*object\\.metadata\\.(uid|namespace)\\s*"
              + ",\\s*'(0x[0-9a-f]{16})'\\s*,\\s*'(0x[0-9a-f]{16}|"
              + WHOLE
              + ")'\\s*\\)\\s*");

  private final String field;
  private final List<Range> ranges;

  private ShardSelector(String field, List<Range> ranges) {
    this.field = field;
    this.ranges = List.copyOf(ranges);
  }

  /**
   * Reads an expression.
   *
   * @throws StatusException 500, as the real one answers, when it is malformed
   */
  public static ShardSelector parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw malformed("it is longer than " + LENGTH_MAX + " characters");
    }
    List<Range> ranges = new ArrayList<>();
    String field = null;
    for (String each : text.split("\\|\\|", -1)) {
      Matcher range = RANGE.matcher(each);
      if (!range.matches()) {
        throw malformed(
            "'" + each + "' is not shardRange(object.metadata.uid,'0x…','0x…') of 16 digits");
      }
      if (field != null && !field.equals(range.group(1))) {
        throw malformed("all ranges must be over the same field");
      }
      field = range.group(1);
      ranges.add(range(range.group(2), range.group(3)));
    }
    return new ShardSelector(String.valueOf(field), ranges);
  }

  public boolean matches(StoredObject object) {
    long hash = hash(field.equals("uid") ? object.uid() : object.key().namespace());
    for (Range each : ranges) {
      if (each.test(hash)) {
        return true;
      }
    }
    return false;
  }

  /** FNV-1a over the UTF-8 bytes, as an unsigned number. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static Range range(String from, String to) {
    long start = Long.parseUnsignedLong(from, 2, from.length(), 16);
    Long end = to.equals(WHOLE) ? null : Long.parseUnsignedLong(to, 2, to.length(), 16);
    if (end != null && Long.compareUnsigned(start, end) >= 0) {
      throw malformed("the range from " + from + " to " + to + " is empty");
    }
    return new Range(start, end);
  }

  private static StatusException malformed(String why) {
    return StatusException.of(500, "InternalError", "invalid shardSelector: " + why);
  }

  /** Hashes from start on up to end, which is null for the end of the space. */
  private record Range(long start, @Nullable Long end) implements Predicate<Long> {

    @Override
    public boolean test(Long hash) {
      return Long.compareUnsigned(hash, start) >= 0
          && (end == null || Long.compareUnsigned(hash, end) < 0);
    }
  }
}
