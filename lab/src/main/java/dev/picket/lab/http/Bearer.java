package dev.picket.lab.http;

import dev.picket.lab.resource.StatusException;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets in who has the token. */
final class Bearer {

  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  Bearer(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Requires the token.
   *
   * @throws StatusException 401 without it
   */
  void require(Headers headers) {
    String given = headers.first(HeaderNames.AUTHORIZATION).orElse("");
    boolean right =
        given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && MessageDigest.isEqual(
                given.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    if (!right) {
      throw StatusException.of(401, "Unauthorized", "Unauthorized");
    }
  }
}
