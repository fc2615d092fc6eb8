package dev.picket.lab.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Key;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a list in pages goes on.
 *
 * @param revision that every page is of
 * @param namespace of the last object seen
 * @param name of the last object seen
 */
record ContinueToken(long revision, String namespace, String name) {

  String text() {
    JsonNode json =
        Json.object()
            .put("v", "meta.k8s.io/v1")
            .put("rv", revision)
            .put("ns", namespace)
            .put("name", name);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
  }

  Key last(ResourceType type) {
    return type.key(namespace, name);
  }

  static ContinueToken parse(String text) {
    try {
      JsonNode json = Json.read(Base64.getUrlDecoder().decode(text), true);
      if (json.path("v").asText().equals("meta.k8s.io/v1") && json.path("rv").isIntegralNumber()) {
        return new ContinueToken(
            json.path("rv").asLong(), json.path("ns").asText(), json.path("name").asText());
      }
    } catch (IllegalArgumentException | StatusException notOurs) {
      throw invalid(notOurs);
    }
    throw invalid(null);
  }

  private static StatusException invalid(@Nullable Exception cause) {
    StatusException invalid =
        StatusException.badRequest("continue key is not valid: it was not given by this server");
    if (cause != null) {
      invalid.addSuppressed(cause);
    }
    return invalid;
  }
}
