package dev.picket.lab.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Requester;
import dev.picket.lab.api.Answer;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.ApiRequest;
import dev.picket.lab.api.Query;
import dev.picket.lab.api.Watch;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API of this process, as a client over HTTP would: in JSON, with an identity, through
 * admission. Every method throws {@link StatusException} for what the API refuses. Safe for use by
 * many threads.
 */
public final class ApiClient {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Api api;
  private final Requester requester;
  private final String userAgent;
  private final WriteListener listener;

  /**
   * A client.
   *
   * @param requester who asks
   * @param userAgent whose part before the slash becomes the manager of what it writes
   * @param listener is told what came of writes
   */
  public ApiClient(Api api, Requester requester, String userAgent, WriteListener listener) {
    this.api = api;
    this.requester = requester;
    this.userAgent = userAgent;
    this.listener = listener;
  }

  /** The object; empty when there is none. */
  public Optional<ObjectNode> get(ResourceType type, NamespacedName name) {
    try {
      return Optional.of(object(ask("GET", path(type, name, ""), Map.of(), "", null)));
    } catch (StatusException refused) {
      if (refused.code() == 404) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /**
   * Everything of a kind.
   *
   * @param namespace empty for all
   */
  public Listed list(ResourceType type, String namespace) {
    ObjectNode list =
        object(ask("GET", collection(type, namespace), Map.of("resourceVersion", "0"), "", null));
    List<ObjectNode> items = new ArrayList<>();
    for (JsonNode each : list.path("items")) {
      ObjectNode item = (ObjectNode) each;
      item.put("apiVersion", type.apiVersion()).put("kind", type.kind());
      items.add(item);
    }
    return new Listed(items, Metadata.revision(list));
  }

  /** Creates an object in the namespace that its metadata names. */
  public ObjectNode create(ResourceType type, ObjectNode object) {
    String path = collection(type, Metadata.namespace(object));
    return wrote(type, ask("POST", path, Map.of(), Answer.JSON, object));
  }

  /** Replaces an object, at the resourceVersion in its metadata if there is one. */
  public ObjectNode update(ResourceType type, ObjectNode object) {
    return put(type, object, "");
  }

  /** Replaces the status of an object. */
  public ObjectNode updateStatus(ResourceType type, ObjectNode object) {
    return put(type, object, "status");
  }

  /** Replaces what keeps a namespace. */
  public ObjectNode finalizeNamespace(ObjectNode namespace) {
    return put(BuiltInTypes.NAMESPACE, namespace, "finalize");
  }

  /**
   * Merges a patch into an object.
   *
   * @param subresource empty for the object itself
   */
  public ObjectNode patch(
      ResourceType type, NamespacedName name, ObjectNode patch, String subresource) {
    String path = path(type, name, subresource);
    return wrote(type, ask("PATCH", path, Map.of(), MERGE_PATCH, patch));
  }

  /**
   * Posts to a subresource, such as a pod's binding, and returns what it answers. What became of
   * the object is read after that, so that the listener knows.
   */
  public ObjectNode post(
      ResourceType type, NamespacedName name, ObjectNode body, String subresource) {
    ObjectNode answer =
        object(ask("POST", path(type, name, subresource), Map.of(), Answer.JSON, body));
    get(type, name).ifPresent(now -> listener.wrote(type, now));
    return answer;
  }

  /**
   * Deletes an object.
   *
   * @return what is left of it while something holds it; empty when it is gone
   */
  public Optional<ObjectNode> delete(
      ResourceType type, NamespacedName name, DeleteOptions options) {
    ObjectNode answer =
        object(ask("DELETE", path(type, name, ""), Map.of(), Answer.JSON, options.body()));
    if (answer.path("kind").asText().equals("Status")) {
      String uid = answer.path("details").path("uid").asText();
      listener.removed(type, name, uid.isEmpty() ? options.uid() : uid);
      return Optional.empty();
    }
    return Optional.of(told(type, answer));
  }

  /**
   * Watches everything of a kind, with bookmarks.
   *
   * @param revision after which events are told
   * @return a watch that the caller runs and closes
   */
  public Watch watch(ResourceType type, long revision) {
    Map<String, String> parameters =
        Map.of(
            "watch",
            "true",
            "allowWatchBookmarks",
            "true",
            "resourceVersion",
            Long.toString(revision));
    return api.watch(request("GET", collection(type, ""), parameters, "", null))
        .orElseThrow(() -> new IllegalStateException("a watch was answered with something else"));
  }

  private ObjectNode put(ResourceType type, ObjectNode object, String subresource) {
    String path = path(type, NamespacedName.of(object), subresource);
    return wrote(type, ask("PUT", path, Map.of(), Answer.JSON, object));
  }

  private ObjectNode wrote(ResourceType type, byte[] answer) {
    return told(type, object(answer));
  }

  private ObjectNode told(ResourceType type, ObjectNode object) {
    if (object.path("kind").asText().equals(type.kind())) {
      listener.wrote(type, object);
    }
    return object;
  }

  private byte[] ask(
      String method,
      String path,
      Map<String, String> parameters,
      String contentType,
      @Nullable ObjectNode body) {
    return switch (api.handle(request(method, path, parameters, contentType, body))) {
      case Answer.Document document -> bytes(document);
      case Answer.Events events -> {
        events.watch().close();
        throw new IllegalStateException(method + " " + path + " was answered with a watch");
      }
    };
  }

  private ApiRequest request(
      String method,
      String path,
      Map<String, String> parameters,
      String contentType,
      @Nullable ObjectNode body) {
    Map<String, List<String>> query = new TreeMap<>();
    parameters.forEach((name, value) -> query.put(name, List.of(value)));
    return new ApiRequest(
        method,
        path,
        new Query(query),
        Answer.JSON,
        contentType,
        userAgent,
        requester,
        body == null ? ApiRequest.Body.NONE : () -> Json.bytes(body));
  }

  private static byte[] bytes(Answer.Document document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      document.content().writeTo(out);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toByteArray();
  }

  private static ObjectNode object(byte[] answer) {
    return Json.read(answer, false) instanceof ObjectNode object
        ? object
        : failed("the API answered with something other than an object");
  }

  private static ObjectNode failed(String why) {
    throw new IllegalStateException(why);
  }

  private static String path(ResourceType type, NamespacedName name, String subresource) {
    String path = collection(type, name.namespace()) + "/" + name.name();
    return subresource.isEmpty() ? path : path + "/" + subresource;
  }

  private static String collection(ResourceType type, String namespace) {
    String root = type.group().isEmpty() ? "/api/" : "/apis/" + type.group() + "/";
    String space = namespace.isEmpty() ? "/" : "/namespaces/" + namespace + "/";
    return root + type.version() + space + type.plural();
  }

  /**
   * What a list answered.
   *
   * @param items each with apiVersion and kind
   * @param revision at which it is exact
   */
  public record Listed(List<ObjectNode> items, long revision) {}
}
