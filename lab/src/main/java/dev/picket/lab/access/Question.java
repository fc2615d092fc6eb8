package dev.picket.lab.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;

/**
 * Whether somebody may do something.
 *
 * @param requester who asks
 * @param verb such as {@code list}
 * @param group of the resource; empty for the core group
 * @param resource the plural; empty when it is about a path
 * @param subresource empty for the object itself
 * @param namespace empty for what is in none, or for all namespaces
 * @param name of the object; empty when none is named
 * @param path when it is not about a resource; empty otherwise
 */
public record Question(
    Requester requester,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    String path) {

  /** About a path that is no resource. */
  public static Question ofPath(Requester requester, String verb, String path) {
    return new Question(requester, verb, "", "", "", "", "", path);
  }

  /** About a whole resource in no namespace. */
  static Question of(Requester requester, String verb, String group, String resource, String name) {
    return new Question(requester, verb, group, resource, "", "", name, "");
  }

  boolean aboutPath() {
    return !path.isEmpty();
  }

  /** The resource with its subresource, as rules name it. */
  String combined() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /**
   * The refusal, as the real API server words it.
   *
   * @param reason why, if anything is known; may be empty
   */
  StatusException refusal(String reason) {
    String why = reason.isEmpty() ? "" : ": " + reason;
    ObjectNode details = Json.object();
    if (aboutPath()) {
      return StatusException.of(
          403,
          "Forbidden",
          "forbidden: User \"%s\" cannot %s path \"%s\"%s"
              .formatted(requester.name(), verb, path, why),
          details);
    }
    String subject = group.isEmpty() ? resource : resource + "." + group;
    if (!name.isEmpty()) {
      subject += " \"" + name + "\"";
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    details.put("kind", resource);
    String place =
        namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
    return StatusException.of(
        403,
        "Forbidden",
        "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s%s"
            .formatted(subject, requester.name(), verb, combined(), group, place, why),
        details);
  }
}
