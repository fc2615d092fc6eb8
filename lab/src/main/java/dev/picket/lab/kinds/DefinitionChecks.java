package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.structural.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What may be wrong with a CustomResourceDefinition, apart from its versions. */
final class DefinitionChecks {

  private static final Pattern LABEL_1035 = Pattern.compile("[a-z](?:[-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
  private static final String NO_LABEL =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
          + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or"
          + " 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
  private static final String NO_SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  private final List<FieldProblem> problems = new ArrayList<>();

  private DefinitionChecks() {}

  static List<FieldProblem> check(JsonNode definition) {
    DefinitionChecks checks = new DefinitionChecks();
    JsonNode spec = definition.path("spec");
    checks.identity(definition, spec);
    checks.versions(spec);
    checks.names(spec.path("names"));
    checks.conversion(spec);
    return checks.problems;
  }

  /** A new definition is named after what it defines. */
  static List<FieldProblem> checkName(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    String name = definition.path("metadata").path("name").asText();
    String plural = spec.path("names").path("plural").asText();
    return name.equals(plural + "." + spec.path("group").asText())
        ? List.of()
        : List.of(
            FieldProblem.invalid(
                "metadata.name", Shown.quoted(name), "must be spec.names.plural+\".\"+spec.group"));
  }

  /** Versions in which objects may still be kept must stay. */
  static List<FieldProblem> checkStoredVersions(JsonNode definition) {
    List<FieldProblem> problems = new ArrayList<>();
    JsonNode stored = definition.path("status").path("storedVersions");
    String path = "status.storedVersions";
    if (stored.isEmpty()) {
      problems.add(
          FieldProblem.invalid(path, "[]string(nil)", "must have at least one stored version"));
    }
    String storage = "";
    Set<String> names = new TreeSet<>();
    for (JsonNode each : definition.path("spec").path("versions")) {
      names.add(each.path("name").asText());
      storage = each.path("storage").asBoolean() ? each.path("name").asText() : storage;
    }
    List<String> listed = new ArrayList<>();
    for (int index = 0; index < stored.size(); index++) {
      listed.add(stored.get(index).asText());
      if (!names.contains(stored.get(index).asText())) {
        problems.add(
            FieldProblem.invalid(
                path + "[" + index + "]",
                Shown.value(stored.get(index)),
                "must appear in spec.versions"));
      }
    }
    if (!storage.isEmpty() && !listed.isEmpty() && !listed.contains(storage)) {
      problems.add(
          FieldProblem.invalid(
              path, Shown.texts(listed), "must have the storage version " + storage));
    }
    return problems;
  }

  /** What may not change. */
  static List<FieldProblem> checkKept(JsonNode former, JsonNode next) {
    List<FieldProblem> problems = new ArrayList<>();
    List<List<String>> kept =
        List.of(
            List.of("spec", "scope"),
            List.of("spec", "names", "kind"),
            List.of("spec", "group"),
            List.of("spec", "names", "plural"));
    for (List<String> each : kept) {
      JsonNode was = former;
      JsonNode is = next;
      for (String member : each) {
        was = was.path(member);
        is = is.path(member);
      }
      if (!was.equals(is)) {
        problems.add(
            FieldProblem.invalid(String.join(".", each), Shown.value(is), "field is immutable"));
      }
    }
    return problems;
  }

  static boolean isLabel(String text) {
    return text.length() <= 63 && LABEL_1035.matcher(text).matches();
  }

  private void identity(JsonNode definition, JsonNode spec) {
    String group = spec.path("group").asText();
    if (group.isEmpty()) {
      problems.add(FieldProblem.required("spec.group", ""));
    } else if (!SUBDOMAIN.matcher(group).matches() || group.length() > 253) {
      invalid("spec.group", group, NO_SUBDOMAIN);
    } else if (group.indexOf('.') < 0) {
      invalid("spec.group", group, "should be a domain with at least one dot");
    } else if (BuiltInTypes.ALL.stream().anyMatch(each -> each.group().equals(group))) {
      invalid("spec.group", group, "the lab serves this group itself");
    } else if (DefinitionNames.isProtected(group)
        && DefinitionNames.approval(definition).isEmpty()) {
      problems.add(
          FieldProblem.required(
              "metadata.annotations[api-approved.kubernetes.io]",
              "protected groups must have approval annotation \"api-approved.kubernetes.io\", see"
                  + " https://github.com/kubernetes/enhancements/pull/1111"));
    }
    JsonNode scope = spec.path("scope");
    List<String> scopes = List.of("Cluster", "Namespaced");
    if (scope.asText().isEmpty()) {
      problems.add(FieldProblem.required("spec.scope", ""));
    } else if (!scopes.contains(scope.asText())) {
      problems.add(Shown.notSupported("spec.scope", scope, scopes));
    }
    if (spec.path("preserveUnknownFields").asBoolean()) {
      problems.add(
          FieldProblem.invalid(
              "spec.preserveUnknownFields",
              true,
              "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
                  + " spec.versions[*].schema instead"));
    }
  }

  private void versions(JsonNode spec) {
    JsonNode versions = spec.path("versions");
    Set<String> names = new TreeSet<>();
    List<String> listed = new ArrayList<>();
    int stored = 0;
    for (JsonNode each : versions) {
      names.add(each.path("name").asText());
      listed.add(each.path("name").asText());
      stored += each.path("storage").asBoolean() ? 1 : 0;
    }
    DefinitionVersions.check(versions, problems);
    if (names.size() < listed.size()) {
      problems.add(
          FieldProblem.invalid(
              "spec.versions", Shown.texts(listed), "must contain unique version names"));
    }
    if (stored != 1) {
      problems.add(
          FieldProblem.invalid(
              "spec.versions",
              Shown.texts(listed),
              "must have exactly one version marked as storage version"));
    }
  }

  private void names(JsonNode names) {
    label(names, "plural", false);
    label(names, "singular", false);
    label(names, "kind", true);
    label(names, "listKind", true);
    for (String each : List.of("shortNames", "categories")) {
      for (int index = 0; index < names.path(each).size(); index++) {
        String name = names.path(each).get(index).asText();
        if (!isLabel(name)) {
          invalid("spec.names." + each + "[" + index + "]", name, NO_LABEL);
        }
      }
    }
    String kind = names.path("kind").asText();
    if (!kind.isEmpty() && kind.equals(names.path("listKind").asText())) {
      invalid("spec.names.listKind", kind, "kind and listKind may not be the same");
    }
  }

  private void label(JsonNode names, String member, boolean mixed) {
    String name = names.path(member).asText();
    String path = "spec.names." + member;
    if (name.isEmpty()) {
      problems.add(FieldProblem.required(path, ""));
    } else if (!isLabel(mixed ? name.toLowerCase(Locale.ROOT) : name)) {
      invalid(
          path,
          name,
          (mixed ? "may have mixed case, but should otherwise match: " : "") + NO_LABEL);
    }
  }

  private void conversion(JsonNode spec) {
    JsonNode strategy = spec.path("conversion").path("strategy");
    if (strategy.asText().equals("Webhook")) {
      invalid(
          "spec.conversion.strategy", "Webhook", "the lab has no conversion webhooks, only None");
    } else if (!strategy.asText().equals("None")) {
      problems.add(
          Shown.notSupported("spec.conversion.strategy", strategy, List.of("None", "Webhook")));
    } else if (spec.path("conversion").hasNonNull("webhook")) {
      problems.add(
          FieldProblem.forbidden(
              "spec.conversion.webhook", "should not be set when strategy is not set to Webhook"));
    }
  }

  static String noLabel() {
    return NO_LABEL;
  }

  private void invalid(String path, String value, String why) {
    problems.add(FieldProblem.invalid(path, Shown.quoted(value), why));
  }
}
