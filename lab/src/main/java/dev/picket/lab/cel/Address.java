package dev.picket.lab.cel;

import dev.picket.lab.structural.Addresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An IP address, or a network of them.
 *
 * @param hex its 4 or 16 bytes
 * @param prefix the length of the network's prefix; negative for an address
 */
record Address(String hex, int prefix) {

  static Optional<Address> ip(String text) {
    return Addresses.parse(text).map(bytes -> new Address(HexFormat.of().formatHex(bytes), -1));
  }

  static Optional<Address> cidr(String text) {
    int slash = text.indexOf('/');
    Optional<byte[]> bytes =
        slash < 0 ? Optional.empty() : Addresses.parse(text.substring(0, slash));
    return bytes.flatMap(each -> {
      int length = Addresses.length(text.substring(slash + 1), each);
      return length < 0
          ? Optional.empty()
          : Optional.of(new Address(HexFormat.of().formatHex(each), length));
    });
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  InetAddress address() {
    try {
      return InetAddress.getByAddress(bytes());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  long family() {
    return hex.length() == 8 ? 4 : 6;
  }

  boolean global() {
    InetAddress address = address();
    boolean broadcast = hex.equals("ffffffff");
    return !broadcast
        && !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress();
  }

  boolean contains(Address other) {
    return (other.prefix < 0 || other.prefix >= prefix)
        && Addresses.samePrefix(bytes(), other.bytes(), prefix);
  }

  /** The network without the bits after its prefix. */
  Address masked() {
    byte[] bytes = bytes();
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return new Address(HexFormat.of().formatHex(bytes), prefix);
  }

  /** As Go writes it. */
  String text() {
    String address = family() == 4 ? four() : six();
    return prefix < 0 ? address : address + "/" + prefix;
  }

  private String four() {
    byte[] bytes = bytes();
    return (bytes[0] & 255)
        + "."
        + (bytes[1] & 255)
        + "."
        + (bytes[2] & 255)
        + "."
        + (bytes[3] & 255);
  }

  private String six() {
    int[] groups = new int[8];
    for (int index = 0; index < 8; index++) {
      groups[index] = Integer.parseInt(hex.substring(index * 4, index * 4 + 4), 16);
    }
    int from = -1;
    int length = 1;
    for (int index = 0; index < 8; index++) {
      int end = index;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - index > length) {
        from = index;
        length = end - index;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < 8; index++) {
      if (index == from) {
        text.append("::");
        index += length - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[index]));
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }

  static boolean canonical(String text) {
    return ip(text).map(Address::text).filter(text::equals).isPresent();
  }
}
