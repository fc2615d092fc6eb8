package dev.picket.sources.webhook;

import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.Authentication;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets in the requests that prove who sent them. Comparisons take as long whether they fail early
 * or late. Safe for use by many threads.
 */
sealed interface Gate {

  /**
   * What can be told from the headers alone, before the body is read.
   *
   * @throws RefusedException unless the request may go on
   */
  void checkHeaders(HeaderLookup headers);

  /**
   * What takes the body as it was sent.
   *
   * @throws RefusedException unless the request may go on
   */
  default void checkBody(HeaderLookup headers, Body body) {}

  /** A request's header by name; the first, if there are several. */
  @FunctionalInterface
  interface HeaderLookup {
    Optional<String> first(String name);
  }

  static Gate of(Authentication authentication, Ticker ticker) {
    return switch (authentication) {
      case Authentication.None _ -> new Open();
      case Authentication.Bearer bearer -> new Token(new SecretFile(bearer.secretFile(), ticker));
      case Authentication.HmacSha256 hmac ->
          new Signature(new SecretFile(hmac.secretFile(), ticker), hmac.header());
    };
  }

  record Open() implements Gate {
    @Override
    public void checkHeaders(HeaderLookup headers) {}
  }

  record Token(SecretFile tokens) implements Gate {

    private static final String SCHEME = "Bearer ";

    @Override
    public void checkHeaders(HeaderLookup headers) {
      String given = headers.first("Authorization").orElse("");
      boolean bearer = given.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
      if (!bearer) {
        throw refused("Bearer realm=\"picket\"", "expected the header Authorization: Bearer TOKEN");
      }
      if (!tokens.contains(given.substring(SCHEME.length()).strip())) {
        throw refused(
            "Bearer realm=\"picket\", error=\"invalid_token\"", "the bearer token is not known");
      }
    }
  }

  record Signature(SecretFile keys, String header) implements Gate {

    private static final String PREFIX = "sha256=";
    private static final int DIGITS = 64;

    @Override
    public void checkHeaders(HeaderLookup headers) {
      signature(headers);
    }

    @Override
    public void checkBody(HeaderLookup headers, Body body) {
      byte[] signature = signature(headers);
      boolean good = false;
      for (byte[] key : keys.lines()) {
        good |= MessageDigest.isEqual(hmac(key, body), signature);
      }
      if (!good) {
        throw refused(challenge(), "the signature in " + header + " does not match the body");
      }
    }

    private byte[] signature(HeaderLookup headers) {
      String given = headers.first(header).orElse("").strip();
      if (given.startsWith(PREFIX) && given.length() == PREFIX.length() + DIGITS) {
        try {
          return HexFormat.of().parseHex(given, PREFIX.length(), given.length());
        } catch (IllegalArgumentException notHex) {
          throw refused(challenge(), expected());
        }
      }
      throw refused(challenge(), expected());
    }

    private String challenge() {
      return "HMAC-SHA256 realm=\"picket\", header=\"" + header + "\"";
    }

    private String expected() {
      return "expected the header " + header + ": " + PREFIX + " and 64 hexadecimal digits";
    }

    private static byte[] hmac(byte[] key, Body body) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(body.bytes(), 0, body.length());
        return mac.doFinal();
      } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
        throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
      }
    }
  }

  private static RefusedException refused(String challenge, String detail) {
    return new RefusedException(Refusal.unauthorized(challenge, detail));
  }
}
