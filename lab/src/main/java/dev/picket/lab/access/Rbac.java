package dev.picket.lab.access;

import dev.picket.lab.store.Derived;
import dev.picket.lab.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides by roles and their bindings. Safe for use by many threads. */
final class Rbac {

  private final Supplier<Snapshot> latest;
  private final Derived<?, Roles> roles = Roles.derived();

  Rbac(Supplier<Snapshot> latest) {
    this.latest = latest;
  }

  /** Whether the question is answered with yes, and why. */
  Decision decide(Question question) {
    if (question.requester().groups().contains(Requester.MASTERS)) {
      return new Decision(true, "");
    }
    Roles now = roles.of(latest.get());
    List<String> missing = new ArrayList<>();
    Optional<String> reason = allowedBy(now, "", question, missing);
    if (reason.isEmpty() && !question.namespace().isEmpty()) {
      reason = allowedBy(now, question.namespace(), question, missing);
    }
    return reason
        .map(why -> new Decision(true, why))
        .orElseGet(() ->
            new Decision(false, missing.isEmpty() ? "" : "RBAC: " + String.join(", ", missing)));
  }

  /**
   * Requires that the answer is yes.
   *
   * @throws dev.picket.lab.resource.StatusException 403 when it is not
   */
  void require(Question question) {
    Decision decision = decide(question);
    if (!decision.allowed()) {
      throw question.refusal(decision.reason());
    }
  }

  /** Every rule that holds for somebody in a namespace, and in the cluster. */
  List<PolicyRule> rules(Requester requester, String namespace) {
    Roles now = roles.of(latest.get());
    List<PolicyRule> rules = new ArrayList<>();
    List<Roles.Binding> bindings = new ArrayList<>(now.bindings(""));
    if (!namespace.isEmpty()) {
      bindings.addAll(now.bindings(namespace));
    }
    for (Roles.Binding each : bindings) {
      if (each.subject(requester).isPresent()) {
        now.rules(each.roleKind(), each.namespace(), each.roleName()).ifPresent(rules::addAll);
      }
    }
    return rules;
  }

  /** The rules of a role; empty when there is no such role. */
  Optional<List<PolicyRule>> rules(String kind, String namespace, String name) {
    return roles.of(latest.get()).rules(kind, namespace, name);
  }

  private static Optional<String> allowedBy(
      Roles now, String namespace, Question question, List<String> missing) {
    for (Roles.Binding each : now.bindings(namespace)) {
      Optional<Roles.Subject> subject = each.subject(question.requester());
      if (subject.isEmpty()) {
        continue;
      }
      Optional<List<PolicyRule>> rules =
          now.rules(each.roleKind(), each.namespace(), each.roleName());
      if (rules.isEmpty()) {
        missing.add(
            "%s.%s \"%s\" not found"
                .formatted(
                    each.roleKind().equals("ClusterRole") ? "clusterrole" : "role",
                    Roles.GROUP,
                    each.roleName()));
      } else if (rules.get().stream().anyMatch(rule -> rule.allows(question))) {
        return Optional.of(reason(each, subject.get()));
      }
    }
    return Optional.empty();
  }

  private static String reason(Roles.Binding binding, Roles.Subject subject) {
    boolean cluster = binding.namespace().isEmpty();
    return "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s"
        .formatted(
            cluster ? "ClusterRoleBinding" : "RoleBinding",
            binding.name() + (cluster ? "" : "/" + binding.namespace()),
            binding.roleKind(),
            binding.roleName(),
            subject.shown());
  }

  /**
   * An answer.
   *
   * @param allowed whether it may be done
   * @param reason why, or why not; empty when there is nothing to say
   */
  record Decision(boolean allowed, String reason) {}
}
