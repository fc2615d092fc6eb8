package dev.picket.kube;

import dev.picket.coordination.lease.UnreachableException;
import java.util.List;

/**
 * Says what to do about an answer that is not the one hoped for.
 *
 * @param resource what is asked for
 * @param namespace where; empty for all namespaces, or for none
 * @param verbs all that this part of Picket does with it, for the RBAC rule to be complete
 */
record Refusals(KubeResource resource, String namespace, List<String> verbs) {

  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  Refusals {
    verbs = List.copyOf(verbs);
  }

  /** For throwing. */
  UnreachableException exception(String verb, Answer answer) {
    return new UnreachableException(message(verb, answer));
  }

  /** One message with what was tried, what came of it and what helps. */
  String message(String verb, Answer answer) {
    return "cannot %s %s%s: the API server answered %d (%s)%s"
        .formatted(
            verb, resource, where(), answer.status(), answer.message(), advice(answer.status()));
  }

  private String where() {
    return namespace.isEmpty() ? "" : " in namespace " + namespace;
  }

  private String advice(int status) {
    if (status == Answer.FORBIDDEN) {
      return "; allow it with this rule in a " + role() + ":\n" + resource.rule(verbs);
    }
    if (status == Answer.NOT_FOUND) {
      return "; it may not be installed yet, and is looked for again";
    }
    if (status == UNAUTHORIZED) {
      return "; the token or certificate is not one that it knows, or has expired";
    }
    if (status == TOO_MANY) {
      return "; it is overloaded or limits this client: it will be tried again, later each time";
    }
    if (status >= SERVER_ERROR) {
      return "; the fault is on its side: it will be tried again, later each time";
    }
    return "";
  }

  private String role() {
    return namespace.isEmpty() ? "ClusterRole" : "Role of namespace " + namespace;
  }
}
