package dev.picket.observation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 (FIPS 180-4) of an Observation's identity: the same problem always has the same one, on
 * every replica and after every restart.
 *
 * <p>The digest covers, each preceded by its length in UTF-8 bytes as four bytes, big-endian:
 * {@code picket/1}, source, category, event type, rule, the resource's API group, kind, namespace
 * and name, and then name and value of each identity field in the order of their names. Lengths
 * keep ("ab", "c") apart from ("a", "bc"). Severity, times and details say how a problem shows
 * itself, not which it is, and are left out; so is the API version, which changes with upgrades.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) implements Comparable<Fingerprint> {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final String SCHEME = "picket/1";

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "fingerprint is '" + hex + "', expected 64 lower-case hexadecimal digits");
    }
  }

  /** The fingerprint of the problem that this occurrence reports. */
  public static Fingerprint of(Occurrence occurrence) {
    MessageDigest digest = sha256();
    Resource resource = occurrence.resource();
    add(digest, SCHEME);
    add(digest, occurrence.source());
    add(digest, occurrence.category().wireName());
    add(digest, occurrence.eventType());
    add(digest, occurrence.rule());
    add(digest, resource.group());
    add(digest, resource.kind());
    add(digest, resource.namespace());
    add(digest, resource.name());
    occurrence
        .identity()
        .forEach((field, value) -> {
          add(digest, field);
          add(digest, value);
        });
    return ofBytes(digest.digest());
  }

  /** A fingerprint from its 32 bytes. */
  public static Fingerprint ofBytes(byte[] bytes) {
    return new Fingerprint(HexFormat.of().formatHex(bytes));
  }

  /** Its 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** Whether the text could be a fingerprint. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** The order of the bytes, unsigned, which is PostgreSQL's order of {@code bytea}. */
  @Override
  public int compareTo(Fingerprint other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    digest.update((byte) (length >>> 24));
    digest.update((byte) (length >>> 16));
    digest.update((byte) (length >>> 8));
    digest.update((byte) length);
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
