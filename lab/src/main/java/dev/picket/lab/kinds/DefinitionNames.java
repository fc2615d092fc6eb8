package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Accepts the names of definitions that no other one of their group has, as the real server's
 * controller does, but within the write itself.
 */
public final class DefinitionNames {

  private static final String APPROVAL = "api-approved.kubernetes.io";

  private DefinitionNames() {}

  /** Sets the names and the conditions of a definition's status, given the other definitions. */
  static void accept(ObjectNode definition, Snapshot snapshot, String now) {
    Taken taken = taken(definition, snapshot);
    JsonNode wanted = definition.path("spec").path("names");
    ObjectNode status = definition.withObjectProperty("status");
    JsonNode former = status.path("acceptedNames");
    ObjectNode names = status.objectNode();
    List<Conflict> conflicts = new ArrayList<>();
    choose(names, conflicts, wanted, former, "plural", taken.resources());
    choose(names, conflicts, wanted, former, "singular", taken.resources());
    shortNames(names, conflicts, wanted, former, taken.resources());
    choose(names, conflicts, wanted, former, "kind", taken.kinds());
    choose(names, conflicts, wanted, former, "listKind", taken.kinds());
    if (!wanted.path("categories").isEmpty()) {
      names.set("categories", wanted.path("categories").deepCopy());
    }
    status.set("acceptedNames", names);
    if (conflicts.isEmpty()) {
      condition(status, "NamesAccepted", true, "NoConflicts", "no conflicts found", now);
      condition(
          status,
          "Established",
          true,
          "InitialNamesAccepted",
          "the initial names have been accepted",
          now);
      return;
    }
    Conflict last = conflicts.getLast();
    condition(status, "NamesAccepted", false, last.reason(), last.message(), now);
    if (!holds(status, "Established")) {
      String message = "not all names are accepted";
      condition(status, "Established", false, "NotAccepted", message, now);
    }
  }

  /** Accepts names that wait for those of a definition that is gone. */
  public static void reconsider(Transaction transaction, String gone, String now) {
    List<StoredObject> waiting = new ArrayList<>();
    String group = gone.substring(gone.indexOf('.') + 1);
    transaction
        .now()
        .visit(
            BuiltInTypes.DEFINITION.scope(null),
            each -> {
              if (each.key().name().endsWith("." + group)) {
                waiting.add(each);
              }
              return true;
            });
    for (StoredObject each : waiting) {
      ObjectNode definition = each.content();
      if (!holds(definition.path("status"), "NamesAccepted")) {
        accept(definition, transaction.now(), now);
        transaction.put(each.key(), definition);
      }
    }
  }

  /** Tells that a definition is being deleted, with its objects. */
  public static void terminate(ObjectNode definition, String now) {
    condition(
        definition.withObjectProperty("status"),
        "Terminating",
        true,
        "InstanceDeletionInProgress",
        "CustomResource deletion is in progress",
        now);
  }

  /** Tells of the approval that groups of the Kubernetes community need. */
  static void approve(ObjectNode definition, String now) {
    String approval = approval(definition);
    if (isProtected(definition.path("spec").path("group").asText()) && !approval.isEmpty()) {
      boolean unapproved = approval.startsWith("unapproved");
      condition(
          definition.withObjectProperty("status"),
          "KubernetesAPIApprovalPolicyConformant",
          !unapproved,
          unapproved ? "UnapprovedAnnotation" : "ApprovedAnnotation",
          unapproved ? "not approved: \"" + approval + "\"" : "approved in " + approval,
          now);
    }
  }

  static String approval(JsonNode definition) {
    return definition.path("metadata").path("annotations").path(APPROVAL).asText();
  }

  static boolean isProtected(String group) {
    return group.equals("k8s.io")
        || group.equals("kubernetes.io")
        || group.endsWith(".k8s.io")
        || group.endsWith(".kubernetes.io");
  }

  private static Taken taken(ObjectNode definition, Snapshot snapshot) {
    String group = definition.path("spec").path("group").asText();
    String name = definition.path("metadata").path("name").asText();
    Taken taken = new Taken(new HashSet<>(), new HashSet<>());
    snapshot.visit(
        BuiltInTypes.DEFINITION.scope(null),
        other -> {
          if (!other.key().name().equals(name) && other.key().name().endsWith("." + group)) {
            ObjectNode content = other.content();
            if (content.path("spec").path("group").asText().equals(group)) {
              taken.add(content.path("status").path("acceptedNames"));
            }
          }
          return true;
        });
    return taken;
  }

  private static void choose(
      ObjectNode names,
      List<Conflict> conflicts,
      JsonNode wanted,
      JsonNode former,
      String member,
      Set<String> taken) {
    String name = wanted.path(member).asText();
    String chosen = name;
    if (taken.contains(name) && !name.equals(former.path(member).asText())) {
      conflicts.add(new Conflict(reason(member), inUse(name)));
      chosen = former.path(member).asText();
    }
    if (!chosen.isEmpty() || member.equals("plural") || member.equals("kind")) {
      names.put(member, chosen);
    }
  }

  private static void shortNames(
      ObjectNode names,
      List<Conflict> conflicts,
      JsonNode wanted,
      JsonNode former,
      Set<String> taken) {
    List<String> refused = new ArrayList<>();
    JsonNode had = former.path("shortNames");
    for (JsonNode each : wanted.path("shortNames")) {
      boolean own = had.valueStream().anyMatch(each::equals);
      if (taken.contains(each.asText()) && !own) {
        refused.add(inUse(each.asText()));
      }
    }
    JsonNode chosen = refused.isEmpty() ? wanted.path("shortNames") : had;
    if (!refused.isEmpty()) {
      String all =
          refused.size() == 1 ? refused.getFirst() : "[" + String.join(", ", refused) + "]";
      conflicts.add(new Conflict(reason("shortNames"), all));
    }
    if (!chosen.isEmpty()) {
      names.set("shortNames", chosen.deepCopy());
    }
  }

  private static String reason(String member) {
    return Character.toUpperCase(member.charAt(0)) + member.substring(1) + "Conflict";
  }

  private static String inUse(String name) {
    return "\"" + name + "\" is already in use";
  }

  private static boolean holds(JsonNode status, String type) {
    for (JsonNode each : status.path("conditions")) {
      if (each.path("type").asText().equals(type)) {
        return each.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static void condition(
      ObjectNode status, String type, boolean holds, String reason, String message, String now) {
    ArrayNode conditions = status.withArrayProperty("conditions");
    ObjectNode condition = null;
    for (JsonNode each : conditions) {
      if (each instanceof ObjectNode known && known.path("type").asText().equals(type)) {
        condition = known;
      }
    }
    if (condition == null) {
      condition = conditions.addObject();
    }
    String state = holds ? "True" : "False";
    if (!condition.path("status").asText().equals(state)) {
      condition.put("lastTransitionTime", now);
    }
    condition.put("message", message).put("reason", reason);
    condition.put("status", state).put("type", type);
  }

  private record Conflict(String reason, String message) {}

  private record Taken(Set<String> resources, Set<String> kinds) {

    void add(JsonNode names) {
      for (String each : List.of("plural", "singular")) {
        add(resources, names.path(each));
      }
      names.path("shortNames").forEach(each -> add(resources, each));
      for (String each : List.of("kind", "listKind")) {
        add(kinds, names.path(each));
      }
    }

    private static void add(Set<String> to, JsonNode name) {
      if (!name.asText().isEmpty()) {
        to.add(name.asText());
      }
    }
  }
}
