package dev.picket.lab.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows.
 *
 * @param authorization the header; empty when there is none
 * @param certified who a client certificate says it is; null without one. It was verified
 * @param user whom to act as; empty for oneself
 * @param uid whom to act as
 * @param groups whom to act as
 * @param extra whom to act as
 */
public record Credentials(
    String authorization,
    @Nullable Requester certified,
    String user,
    String uid,
    List<String> groups,
    Map<String, List<String>> extra) {

  private static final String SCHEME = "Bearer ";

  /** The token; empty when there is none. */
  Optional<String> token() {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(authorization.substring(SCHEME.length()).strip())
        : Optional.empty();
  }

  boolean impersonates() {
    return !user.isEmpty() || !uid.isEmpty() || !groups.isEmpty() || !extra.isEmpty();
  }
}
