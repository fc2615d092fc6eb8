package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Timestamps;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/** The administrator's token, and those of service accounts. Safe for use by many threads. */
final class Tokens {

  private static final String GROUP = "authentication.k8s.io";
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration LIFETIME_MIN = Duration.ofMinutes(10);
  private static final long SECONDS_MAX = 1L << 32;

  private final byte[] admin;
  private final ServiceAccounts accounts;

  Tokens(String admin, ServiceAccounts accounts) {
    this.admin = admin.getBytes(StandardCharsets.UTF_8);
    this.accounts = accounts;
  }

  /**
   * Who has the token.
   *
   * @throws InvalidTokenException when nobody has, or no longer
   */
  ServiceAccounts.Verified verify(String token, List<String> audiences)
      throws InvalidTokenException {
    if (MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), admin)) {
      return new ServiceAccounts.Verified(Requester.ADMIN, audiences);
    }
    return accounts.verify(token, audiences);
  }

  /** Fills in the status of a TokenRequest. */
  ObjectNode request(ObjectNode request, String namespace, String name) {
    ObjectNode spec = request.withObjectProperty("spec");
    if (spec.path("audiences").isEmpty()) {
      spec.putArray("audiences").add(ServiceAccounts.ISSUER);
    }
    if (!spec.hasNonNull("expirationSeconds")) {
      spec.put("expirationSeconds", LIFETIME.toSeconds());
    }
    JsonNode seconds = spec.path("expirationSeconds");
    requireLifetime(seconds);
    Duration lifetime = Duration.ofSeconds(seconds.asLong());
    String token =
        accounts.issue(
            namespace,
            name,
            PolicyRule.texts(spec.path("audiences")),
            lifetime,
            spec.path("boundObjectRef"));
    request
        .withObjectProperty("metadata")
        .put("name", name)
        .put("namespace", namespace)
        .putNull("creationTimestamp");
    request.set(
        "status",
        Json.object()
            .put("token", token)
            .put("expirationTimestamp", Timestamps.seconds(accounts.expiry(lifetime))));
    return request;
  }

  private static void requireLifetime(JsonNode seconds) {
    String problem =
        seconds.asLong() < LIFETIME_MIN.toSeconds()
            ? "may not specify a duration less than 10 minutes"
            : seconds.asLong() > SECONDS_MAX
                ? "may not specify a duration larger than 2^32 seconds"
                : "";
    if (!problem.isEmpty()) {
      throw StatusException.invalid(
          GROUP,
          "TokenRequest",
          List.of(FieldProblem.invalid("spec.expirationSeconds", seconds, problem)));
    }
  }
}
