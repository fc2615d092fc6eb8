package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a token is bound to: it ends with it.
 *
 * @param kind that it is of
 * @param name of it
 * @param uid which it must have; empty for any
 */
record Binding(Kind kind, String name, String uid) {

  private static final String PREFIX = "authentication.kubernetes.io/";

  /** The kinds that tokens may be bound to. */
  enum Kind {
    POD("pod", "pods"),
    SECRET("secret", "secrets"),
    NODE("node", "nodes");

    private final String claim;
    private final String plural;

    Kind(String claim, String plural) {
      this.claim = claim;
      this.plural = plural;
    }

    String claim() {
      return claim;
    }

    ResourceType type() {
      return BuiltInTypes.get("", plural);
    }
  }

  /**
   * Reads a reference; empty when there is none.
   *
   * @throws StatusException 400 when it is of no kind that tokens may be bound to
   */
  static Optional<Binding> of(JsonNode reference) {
    if (!reference.isObject()) {
      return Optional.empty();
    }
    String version = reference.path("apiVersion").asText();
    String kind = reference.path("kind").asText();
    for (Kind each : Kind.values()) {
      if (each.type().kind().equals(kind) && each.type().apiVersion().equals(version)) {
        return Optional.of(
            new Binding(each, reference.path("name").asText(), reference.path("uid").asText()));
      }
    }
    String full = version.contains("/") ? version : "/" + version;
    throw StatusException.badRequest(
        "cannot bind token to object of type " + full + ", Kind=" + kind);
  }

  /** Adds what it is about to the claims. */
  void addTo(ObjectNode claims, Snapshot snapshot, String namespace, String account) {
    StoredObject there =
        snapshot
            .get(kind.type().key(namespace, name))
            .orElseThrow(() -> StatusException.notFound(kind.type(), name));
    if (!uid.isEmpty() && !uid.equals(there.uid())) {
      throw StatusException.conflict(
          kind.type(),
          name,
          "the UID in the bound object reference (%s) does not match the UID in record. The object"
                  .formatted(uid)
              + " might have been deleted and then recreated");
    }
    if (kind == Kind.POD
        && !there.content().path("spec").path("serviceAccountName").asText().equals(account)) {
      throw StatusException.badRequest(
          "cannot bind token for serviceaccount \""
              + account
              + "\" to pod running with different serviceaccount name.");
    }
    claims.set(kind.claim(), Json.object().put("name", name).put("uid", there.uid()));
  }

  /** What a token's claims add to what is known of its account. */
  static Map<String, List<String>> extra(JsonNode claims, String id) {
    Map<String, List<String>> extra = new TreeMap<>();
    extra.put(PREFIX + "credential-id", List.of("JTI=" + id));
    for (Kind each : List.of(Kind.POD, Kind.NODE)) {
      JsonNode bound = claims.path(each.claim());
      if (bound.isObject()) {
        extra.put(PREFIX + each.claim() + "-name", List.of(bound.path("name").asText()));
        extra.put(PREFIX + each.claim() + "-uid", List.of(bound.path("uid").asText()));
      }
    }
    return extra;
  }
}
