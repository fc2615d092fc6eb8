package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Resource;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Falco event is about. An event of a plugin other than the audit log's, which is about
 * something far away, has no resource; in particular not the host that Falco happens to run on.
 *
 * @param identity what tells it from other problems of the same rule and resource
 */
record FalcoTarget(Resource resource, SortedMap<String, String> identity) {

  static FalcoTarget of(JsonNode event, JsonNode fields) {
    String object = Texts.of(fields.path("ka.target.resource"));
    String source = Texts.of(event.path("source"));
    if (!object.isEmpty() || source.equals("k8s_audit")) {
      return apiObject(object, fields);
    }
    String pod = Texts.of(fields.path("k8s.pod.name"));
    String host = host(event, fields);
    if (!pod.isEmpty()) {
      return pod(pod, fields);
    }
    String container = container(fields);
    if (!container.isEmpty()) {
      return container(container, host);
    }
    boolean onHost = source.isEmpty() || source.equals("syscall");
    return onHost ? node(host) : new FalcoTarget(Resource.UNKNOWN, new TreeMap<>());
  }

  private static FalcoTarget apiObject(String plural, JsonNode fields) {
    SortedMap<String, String> identity = new TreeMap<>();
    put(identity, "verb", Texts.of(fields.path("ka.verb")));
    put(identity, "user", Texts.of(fields.path("ka.user.name")));
    put(identity, "uri", plural.isEmpty() ? Texts.of(fields.path("ka.uri")) : "");
    put(identity, "subresource", Texts.of(fields.path("ka.target.subresource")));
    return new FalcoTarget(
        resource(
            "",
            ApiResources.kind(plural),
            Texts.of(fields.path("ka.target.namespace")),
            Texts.of(fields.path("ka.target.name"))),
        identity);
  }

  private static FalcoTarget pod(String pod, JsonNode fields) {
    SortedMap<String, String> identity = new TreeMap<>();
    put(identity, "container", container(fields));
    return new FalcoTarget(
        resource("v1", "Pod", Texts.of(fields.path("k8s.ns.name")), pod), identity);
  }

  private static FalcoTarget container(String container, String host) {
    SortedMap<String, String> identity = new TreeMap<>();
    put(identity, "host", host);
    return new FalcoTarget(resource("", "Container", "", container), identity);
  }

  private static FalcoTarget node(String host) {
    Resource resource = host.isEmpty() ? Resource.UNKNOWN : resource("v1", "Node", "", host);
    return new FalcoTarget(resource, new TreeMap<>());
  }

  /** A container's name or, failing that, its id; empty for what runs on the host itself. */
  private static String container(JsonNode fields) {
    String id = Texts.of(fields.path("container.id"));
    String name = Texts.of(fields.path("container.name"));
    boolean onHost = id.equals("host") || (id.isEmpty() && name.equals("host"));
    if (onHost) {
      return "";
    }
    return name.isEmpty() ? id : name;
  }

  private static String host(JsonNode event, JsonNode fields) {
    String host = Texts.of(event.path("hostname"));
    return host.isEmpty() ? Texts.of(fields.path("evt.hostname")) : host;
  }

  private static Resource resource(String apiVersion, String kind, String namespace, String name) {
    return new Resource(
        apiVersion,
        Texts.cut(kind, Texts.NAME_CHARS),
        Texts.cut(namespace, Texts.NAME_CHARS),
        Texts.cut(name, Texts.NAME_CHARS));
  }

  private static void put(SortedMap<String, String> identity, String field, String value) {
    if (!value.isEmpty()) {
      identity.put(field, Texts.cut(value, Texts.IDENTITY_CHARS));
    }
  }
}
