package dev.picket.lab.api;

import dev.picket.lab.access.Question;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a request asks to be allowed, told from its method and path alone. */
final class Authorization {

  private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

  private Authorization() {}

  /**
   * The question.
   *
   * @param path its segments
   */
  static Question question(ApiRequest request, List<String> path) {
    boolean core = path.size() > 2 && path.getFirst().equals("api");
    boolean grouped = path.size() > 3 && path.getFirst().equals("apis");
    if (!core && !grouped) {
      return Question.ofPath(
          request.requester(), request.method().toLowerCase(Locale.ROOT), request.path());
    }
    return ofResource(
        request,
        core ? "" : path.get(1),
        core ? path.subList(2, path.size()) : path.subList(3, path.size()));
  }

  /** The same as if the object were created, which a PUT may do. */
  static Question creation(ApiRequest request, Target target) {
    return new Question(
        request.requester(),
        "create",
        target.type().group(),
        target.type().plural(),
        "",
        target.space(),
        target.requiredName(),
        "");
  }

  private static Question ofResource(ApiRequest request, String group, List<String> rest) {
    String namespace = "";
    List<String> own = rest;
    if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
      namespace = rest.get(1);
      if (rest.size() > 2 && !OF_NAMESPACES.contains(rest.get(2))) {
        own = rest.subList(2, rest.size());
      }
    }
    String name = own.size() > 1 ? own.get(1) : "";
    String subresource = own.size() > 2 ? own.get(2) : "";
    String verb = verb(request, name);
    if (name.isEmpty() && Set.of("list", "watch", "deletecollection").contains(verb)) {
      name = selected(request.query());
    }
    return new Question(
        request.requester(), verb, group, own.getFirst(), subresource, namespace, name, "");
  }

  private static String verb(ApiRequest request, String name) {
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
      case "GET", "HEAD" -> !name.isEmpty() ? "get" : watches(request.query()) ? "watch" : "list";
      default -> request.method().toLowerCase(Locale.ROOT);
    };
  }

  private static boolean watches(Query query) {
    return Set.of("true", "1").contains(query.text("watch"));
  }

  /** The one object that a field selector leaves, which a role may name. */
  private static String selected(Query query) {
    String selector = query.text("fieldSelector");
    String prefix = "metadata.name=";
    return selector.startsWith(prefix) && !selector.contains(",")
        ? selector.substring(prefix.length()).replaceFirst("^=", "")
        : "";
  }
}
