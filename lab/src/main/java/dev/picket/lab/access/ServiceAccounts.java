package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokens of service accounts: JSON Web Tokens (RFC 7519) that hold as long as their account,
 * and what they are bound to, exists. Safe for use by many threads.
 */
final class ServiceAccounts {

  static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static final ResourceType TYPE = BuiltInTypes.get("", "serviceaccounts");
  private static final String CLAIMS = "kubernetes.io";
  private static final String USER = "system:serviceaccount:";

  private final Supplier<Snapshot> latest;
  private final InstantSource clock;
  private final Supplier<String> uids;
  private final SigningKey key;

  ServiceAccounts(
      Supplier<Snapshot> latest, InstantSource clock, SigningKey key, Supplier<String> uids) {
    this.latest = latest;
    this.clock = clock;
    this.uids = uids;
    this.key = key;
  }

  static String userName(String namespace, String name) {
    return USER + namespace + ":" + name;
  }

  /** The groups of the accounts of a namespace, but for that of everyone who is known. */
  static List<String> groups(String namespace) {
    return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
  }

  /** Namespace and name behind a user's name; empty when he is no service account. */
  static Optional<List<String>> parts(String user) {
    if (!user.startsWith(USER)) {
      return Optional.empty();
    }
    List<String> parts = Arrays.asList(user.substring(USER.length()).split(":", -1));
    return parts.size() == 2 ? Optional.of(parts) : Optional.empty();
  }

  /** The key that signs, for others to verify with. */
  ObjectNode published() {
    return key.published();
  }

  /**
   * A token for an account.
   *
   * @param bound kind, name and uid of what it is bound to; missing when it is to nothing
   * @throws StatusException 404 when the account or what it is bound to does not exist
   */
  String issue(
      String namespace, String name, List<String> audiences, Duration lifetime, JsonNode bound) {
    Snapshot snapshot = latest.get();
    StoredObject account =
        snapshot
            .get(TYPE.key(namespace, name))
            .orElseThrow(() -> StatusException.notFound(TYPE, name));
    long now = clock.instant().getEpochSecond();
    ObjectNode claims = Json.object();
    audiences.forEach(claims.putArray("aud")::add);
    claims.put("exp", now + lifetime.toSeconds()).put("iat", now).put("iss", ISSUER);
    claims.put("jti", uids.get());
    ObjectNode own = claims.putObject(CLAIMS).put("namespace", namespace);
    own.putObject("serviceaccount").put("name", name).put("uid", account.uid());
    Binding.of(bound).ifPresent(each -> each.addTo(own, snapshot, namespace, name));
    claims.put("nbf", now).put("sub", userName(namespace, name));
    ObjectNode header = Json.object().put("alg", SigningKey.ALGORITHM).put("kid", key.id());
    String content = encoded(header) + "." + encoded(claims);
    return content + "." + SigningKey.text(key.sign(content));
  }

  private static String encoded(JsonNode node) {
    return SigningKey.text(Json.bytes(node));
  }

  /** Whether a token looks like one of these. */
  static boolean looksLikeOne(String token) {
    return token.chars().filter(each -> each == '.').count() == 2;
  }

  /**
   * Who has the token.
   *
   * @param audiences of which one must be the token's
   * @throws InvalidTokenException when it does not hold, or no longer
   */
  Verified verify(String token, List<String> audiences) throws InvalidTokenException {
    JsonNode claims = claims(token);
    List<String> meant = PolicyRule.texts(claims.path("aud"));
    List<String> common = meant.stream().filter(audiences::contains).toList();
    if (common.isEmpty()) {
      throw new InvalidTokenException(
          "token audiences %s is invalid for the target audiences %s"
              .formatted(quoted(meant), quoted(audiences)));
    }
    long now = clock.instant().getEpochSecond();
    if (now >= claims.path("exp").asLong()) {
      throw new InvalidTokenException("service account token has expired");
    }
    if (now < claims.path("nbf").asLong()) {
      throw new InvalidTokenException("service account token is not valid yet");
    }
    return new Verified(requester(claims), common);
  }

  private JsonNode claims(String token) throws InvalidTokenException {
    List<String> parts = Arrays.asList(token.split("\\.", -1));
    if (parts.size() != 3) {
      throw new InvalidTokenException("invalid bearer token");
    }
    try {
      byte[] signature = Base64.getUrlDecoder().decode(parts.get(2));
      JsonNode header = Json.read(Base64.getUrlDecoder().decode(parts.get(0)), true);
      boolean right =
          header.path("alg").asText().equals(SigningKey.ALGORITHM)
              && key.verifies(parts.get(0) + "." + parts.get(1), signature);
      if (right) {
        return Json.read(Base64.getUrlDecoder().decode(parts.get(1)), true);
      }
    } catch (IllegalArgumentException | StatusException malformed) {
      throw new InvalidTokenException("invalid bearer token");
    }
    throw new InvalidTokenException("invalid bearer token");
  }

  private Requester requester(JsonNode claims) throws InvalidTokenException {
    JsonNode own = claims.path(CLAIMS);
    String namespace = own.path("namespace").asText();
    String name = own.path("serviceaccount").path("name").asText();
    String uid = own.path("serviceaccount").path("uid").asText();
    Snapshot snapshot = latest.get();
    requireThere(snapshot, TYPE, namespace, name, uid);
    Map<String, List<String>> extra = Binding.extra(own, claims.path("jti").asText());
    for (Binding.Kind each : Binding.Kind.values()) {
      JsonNode bound = own.path(each.claim());
      if (bound.isObject()) {
        requireThere(
            snapshot,
            each.type(),
            namespace,
            bound.path("name").asText(),
            bound.path("uid").asText());
      }
    }
    List<String> groups =
        List.of(groups(namespace).get(0), groups(namespace).get(1), Requester.AUTHENTICATED);
    return new Requester(userName(namespace, name), uid, groups, extra);
  }

  private static void requireThere(
      Snapshot snapshot, ResourceType type, String namespace, String name, String uid)
      throws InvalidTokenException {
    Optional<StoredObject> there = snapshot.get(type.key(namespace, name));
    if (there.isEmpty() || !there.get().uid().equals(uid)) {
      throw new InvalidTokenException("service account token has been invalidated");
    }
  }

  private static String quoted(List<String> texts) {
    return "[\"" + String.join("\" \"", texts) + "\"]";
  }

  /** When a token that is made now will expire. */
  Instant expiry(Duration lifetime) {
    return clock.instant().plus(lifetime);
  }

  /**
   * What a token tells.
   *
   * @param requester who has it
   * @param audiences that it is for, of those that were asked about
   */
  record Verified(Requester requester, List<String> audiences) {}
}
