package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Key;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a list in pages goes on, written as the real API server writes it.
 *
 * @param revision that every page is of; negative when the list goes on at the newest one, because
 *     its own is no longer held
 * @param namespace of the last object seen, empty for what is in none
 * @param name of the last object seen
 */
record ContinueToken(long revision, String namespace, String name) {

  private static final String VERSION = "meta.k8s.io/v1";

  /** Ends the name of the last object: the next key is the first that is greater. */
  private static final String END = "\u0000";

  String text() {
    String start = namespace.isEmpty() ? name : namespace + "/" + name;
    JsonNode json = Json.object().put("v", VERSION).put("rv", revision).put("start", start + END);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
  }

  /** Goes on at the newest revision. */
  ContinueToken inconsistent() {
    return new ContinueToken(-1, namespace, name);
  }

  boolean consistent() {
    return revision > 0;
  }

  Key last(ResourceType type) {
    return type.key(namespace, name);
  }

  /**
   * Reads a token.
   *
   * @throws StatusException 400 when it is not one
   */
  static ContinueToken parse(ResourceType type, String text) {
    JsonNode json = decoded(text);
    String version = json.path("v").asText();
    if (!version.equals(VERSION)) {
      throw invalid("server does not recognize this encoded version \"" + version + "\"", null);
    }
    if (!json.path("rv").isIntegralNumber() || json.path("rv").asLong() == 0) {
      throw invalid("incorrect encoded start resourceVersion (version " + VERSION + ")", null);
    }
    String start = json.path("start").asText();
    if (start.isEmpty()) {
      throw invalid("encoded start key empty (version " + VERSION + ")", null);
    }
    String last = start.endsWith(END) ? start.substring(0, start.length() - 1) : start;
    int slash = type.namespaced() ? last.indexOf('/') : -1;
    return new ContinueToken(
        json.path("rv").asLong(), last.substring(0, Math.max(0, slash)), last.substring(slash + 1));
  }

  private static JsonNode decoded(String text) {
    try {
      return Json.read(Base64.getUrlDecoder().decode(text), true);
    } catch (IllegalArgumentException | StatusException notOurs) {
      throw invalid("it is not a JSON document in base64", notOurs);
    }
  }

  private static StatusException invalid(String why, @Nullable Exception cause) {
    StatusException invalid =
        StatusException.badRequest("invalid continue token: continue key is not valid: " + why);
    if (cause != null) {
      invalid.addSuppressed(cause);
    }
    return invalid;
  }
}
