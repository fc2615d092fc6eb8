package dev.picket.sources.ingester;

import java.nio.file.Path;

/** How a webhook's sender proves who it is. Secrets stay in files and may change there. */
public sealed interface Authentication {

  /** Anybody may send. */
  record None() implements Authentication {}

  /**
   * {@code Authorization: Bearer} with a token (RFC 6750).
   *
   * @param secretFile one token a line, any of which is good, so that they may overlap
   */
  record Bearer(Path secretFile) implements Authentication {}

  /**
   * A signature of the body as it was sent: {@code sha256=} and HMAC-SHA256 (RFC 2104) in
   * hexadecimal digits.
   *
   * @param secretFile one key a line, any of which is good
   * @param header the header that bears the signature
   */
  record HmacSha256(Path secretFile, String header) implements Authentication {

    /** The header when none is configured. */
    public static final String DEFAULT_HEADER = "X-Picket-Signature";
  }
}
