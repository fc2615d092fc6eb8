package dev.picket.lab.structural;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads IP addresses as Go does: no leading zeros, no zones. */
public final class Addresses {

  private Addresses() {}

  static boolean ipv4(String text) {
    return text.indexOf(':') < 0 && parse(text).isPresent();
  }

  static boolean ipv6(String text) {
    return text.indexOf(':') >= 0 && parse(text).isPresent();
  }

  static boolean cidr(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> address = slash < 0 ? Optional.empty() : parse(text.substring(0, slash));
    return address.isPresent() && length(text.substring(slash + 1), address.get()) >= 0;
  }

  /** The length of a prefix; negative when it is none. */
  public static int length(String text, byte[] address) {
    if (!text.matches("0|[1-9]\\d{0,2}")) {
      return -1;
    }
    int length = Integer.parseInt(text);
    return length <= address.length * 8 ? length : -1;
  }

  /** The 4 or 16 bytes of an address; empty when it is none. */
  public static Optional<byte[]> parse(String text) {
    return text.indexOf(':') < 0 ? parse4(text) : parse6(text);
  }

  private static Optional<byte[]> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] address = new byte[4];
    if (parts.length != 4) {
      return Optional.empty();
    }
    for (int index = 0; index < 4; index++) {
      if (!parts[index].matches("0|[1-9]\\d{0,2}") || Integer.parseInt(parts[index]) > 255) {
        return Optional.empty();
      }
      address[index] = (byte) Integer.parseInt(parts[index]);
    }
    return Optional.of(address);
  }

  private static Optional<byte[]> parse6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    List<Byte> head = new ArrayList<>();
    List<Byte> tail = new ArrayList<>();
    boolean right =
        gap < 0
            ? groups(text, head, true)
            : groups(text.substring(0, gap), head, false)
                && groups(text.substring(gap + 2), tail, true);
    int length = head.size() + tail.size();
    if (!right || (gap < 0 ? length != 16 : length > 14)) {
      return Optional.empty();
    }
    byte[] address = new byte[16];
    for (int index = 0; index < head.size(); index++) {
      address[index] = head.get(index);
    }
    for (int index = 0; index < tail.size(); index++) {
      address[16 - tail.size() + index] = tail.get(index);
    }
    return Optional.of(address);
  }

  private static boolean groups(String text, List<Byte> bytes, boolean mayEndInIpv4) {
    if (text.isEmpty()) {
      return true;
    }
    String[] parts = text.split(":", -1);
    for (int index = 0; index < parts.length; index++) {
      String part = parts[index];
      if (mayEndInIpv4 && index == parts.length - 1 && part.indexOf('.') >= 0) {
        Optional<byte[]> embedded = parse4(part);
        if (embedded.isEmpty()) {
          return false;
        }
        for (byte each : embedded.get()) {
          bytes.add(each);
        }
      } else if (part.matches("[0-9a-fA-F]{1,4}")) {
        int group = Integer.parseInt(part, 16);
        bytes.add((byte) (group >> 8));
        bytes.add((byte) group);
      } else {
        return false;
      }
    }
    return true;
  }

  /** Whether the first bits of two addresses of one family agree. */
  public static boolean samePrefix(byte[] one, byte[] other, int length) {
    int rest = one.length * 8 - length;
    return one.length == other.length
        && new BigInteger(1, one)
            .shiftRight(rest)
            .equals(new BigInteger(1, other).shiftRight(rest));
  }
}
