package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who asks, and what he may do. Safe for use by many threads. */
public final class Access {

  private final Supplier<String> address;
  private final InstantSource clock;
  private final Rbac rbac;
  private final ServiceAccounts accounts;
  private final Tokens tokens;
  private final Impersonation impersonation;
  private final Escalation escalation;
  private final Reviews reviews;

  /**
   * @param latest what there is
   * @param key that signs the tokens of service accounts
   * @param uids makes one up
   * @param token of the administrator
   * @param address where clients find the server
   */
  public Access(
      Supplier<Snapshot> latest,
      InstantSource clock,
      SigningKey key,
      Supplier<String> uids,
      String token,
      Supplier<String> address) {
    this.address = address;
    this.clock = clock;
    this.rbac = new Rbac(latest);
    this.accounts = new ServiceAccounts(latest, clock, key, uids);
    this.tokens = new Tokens(token, accounts);
    this.impersonation = new Impersonation(rbac);
    this.escalation = new Escalation(rbac);
    this.reviews = new Reviews(rbac, tokens);
  }

  /** The rules of roles and bindings, by resource. */
  public static Map<String, KindRules> rules() {
    return Map.of(
        Roles.CLUSTER_ROLE.resource(), new RoleRules(true),
        Roles.ROLE.resource(), new RoleRules(false),
        Roles.CLUSTER_ROLE_BINDING.resource(), new BindingRules(true),
        Roles.ROLE_BINDING.resource(), new BindingRules(false));
  }

  /** Creates the roles and bindings that every cluster has, if they are not there. */
  public static void bootstrap(Transaction transaction, Supplier<String> uids, String now) {
    Bootstrap.apply(transaction, uids, now);
  }

  /** Brings ClusterRoles up to date that are made of others. */
  public static void aggregate(Transaction transaction) {
    Aggregation.apply(transaction);
  }

  /** Whether other roles may be made of objects of this type. */
  public static boolean aggregates(ResourceType type) {
    return type.equals(Roles.CLUSTER_ROLE);
  }

  /**
   * Who asks, or whom he acts as.
   *
   * @throws StatusException 401 when a credential is not good, 403 when he may not act as another
   */
  public Requester authenticate(Credentials credentials) {
    return impersonation.as(authenticated(credentials), credentials);
  }

  private Requester authenticated(Credentials credentials) {
    Requester certified = credentials.certified();
    if (certified != null) {
      return certified;
    }
    Optional<String> token = credentials.token();
    if (token.isEmpty()) {
      return Requester.ANONYMOUS;
    }
    try {
      return tokens.verify(token.get(), List.of(ServiceAccounts.ISSUER)).requester();
    } catch (InvalidTokenException invalid) {
      throw unauthorized();
    }
  }

  /**
   * Requires that something is allowed.
   *
   * @throws StatusException 403 when it is not; 401 for those who showed no credential
   */
  public void require(Question question) {
    Rbac.Decision decision = rbac.decide(question);
    if (decision.allowed()) {
      return;
    }
    throw question.requester().equals(Requester.ANONYMOUS)
        ? unauthorized()
        : question.refusal(decision.reason());
  }

  /**
   * Requires that the requester may grant what a role or a binding grants.
   *
   * @param former null for a new one
   * @throws StatusException 403 when he may not
   */
  public void requireMayGrant(
      Requester requester,
      ResourceType type,
      String namespace,
      JsonNode object,
      @Nullable JsonNode former) {
    escalation.require(requester, type, namespace, object, former);
  }

  /** Whether objects of this type grant anything. */
  public static boolean grants(ResourceType type) {
    return Escalation.concerns(type);
  }

  /** Whether objects of this type are questions, which are answered and not kept. */
  public static boolean reviews(ResourceType type) {
    return List.of("authentication.k8s.io", "authorization.k8s.io").contains(type.group());
  }

  /**
   * The answer to a question.
   *
   * @param review an object of a type that {@link #reviews}; it becomes the answer
   * @param namespace empty for those in none
   * @throws StatusException 400 or 422 when it cannot be answered
   */
  public ObjectNode review(
      ResourceType type, ObjectNode review, String namespace, Requester requester) {
    return switch (type.plural()) {
      case "subjectaccessreviews" -> reviews.subject(review);
      case "localsubjectaccessreviews" -> reviews.local(review, namespace);
      case "selfsubjectaccessreviews" -> reviews.self(review, requester);
      case "selfsubjectrulesreviews" -> reviews.rules(review, requester);
      case "selfsubjectreviews" -> reviews.whoAmI(review, requester, clock.instant());
      case "tokenreviews" -> reviews.token(review);
      default -> throw new IllegalArgumentException("no review: " + type.plural());
    };
  }

  /**
   * A TokenRequest with its token.
   *
   * @throws StatusException 400, 404 or 422 when there can be none
   */
  public ObjectNode token(ObjectNode request, String namespace, String name) {
    return tokens.request(request, namespace, name);
  }

  /** What verifies tokens, as OpenID Connect Discovery has it. */
  public ObjectNode issuer() {
    ObjectNode document = Json.object().put("issuer", ServiceAccounts.ISSUER);
    document.put("jwks_uri", address.get() + "/openid/v1/jwks");
    document.putArray("response_types_supported").add("id_token");
    document.putArray("subject_types_supported").add("public");
    document.putArray("id_token_signing_alg_values_supported").add(SigningKey.ALGORITHM);
    return document;
  }

  /** The keys that verify tokens. */
  public ObjectNode keys() {
    return accounts.published();
  }

  private static StatusException unauthorized() {
    return StatusException.of(401, "Unauthorized", "Unauthorized");
  }
}
