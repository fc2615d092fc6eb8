package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the specification of a pod or of a template. */
final class PodChecks {

  private static final int INT_MAX = Integer.MAX_VALUE;
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private final Problems problems;
  private final JsonNode spec;
  private final String path;

  /**
   * @param path of the specification, such as {@code spec.template.spec}
   */
  PodChecks(Problems problems, JsonNode spec, String path) {
    this.problems = problems;
    this.spec = spec;
    this.path = path;
  }

  /** A template: its metadata and specification. */
  static void template(Problems problems, JsonNode template, String path) {
    JsonNode metadata = template.path("metadata");
    MetadataChecks.labels(problems, path + ".labels", metadata.path("labels"));
    MetadataChecks.annotations(problems, path + ".annotations", metadata.path("annotations"));
    new PodChecks(problems, template.path("spec"), path + ".spec").check();
  }

  void check() {
    Set<String> volumes = volumes();
    containers(volumes);
    problems.oneOf(
        path + ".restartPolicy",
        spec.path("restartPolicy"),
        List.of("Always", "OnFailure", "Never"));
    problems.oneOf(
        path + ".dnsPolicy",
        spec.path("dnsPolicy"),
        Set.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"));
    seconds();
    names();
    MetadataChecks.labels(problems, path + ".nodeSelector", spec.path("nodeSelector"));
    tolerations();
    spreading();
    gates();
    JsonNode dns = spec.path("dnsConfig").path("nameservers");
    if (spec.path("dnsPolicy").asText().equals("None") && dns.isEmpty()) {
      problems.required(
          path + ".dnsConfig.nameservers",
          "must provide at least one DNS nameserver when `dnsPolicy` is None");
    }
  }

  private Set<String> volumes() {
    Set<String> names = new HashSet<>();
    JsonNode volumes = spec.path("volumes");
    for (int index = 0; index < volumes.size(); index++) {
      String place = path + ".volumes[" + index + "]";
      JsonNode volume = volumes.get(index);
      new VolumeChecks(problems, volume, place).check();
      String name = volume.path("name").asText();
      if (name.isEmpty()) {
        problems.required(place + ".name", "");
      } else {
        problems.format(place + ".name", name, Formats.label(name));
        if (!names.add(name)) {
          problems.duplicate(place + ".name", name);
        }
      }
    }
    return names;
  }

  private void containers(Set<String> volumes) {
    if (spec.path("containers").isEmpty()) {
      problems.required(path + ".containers", "");
    }
    Set<String> names = new HashSet<>();
    for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
      JsonNode containers = spec.path(list);
      for (int index = 0; index < containers.size(); index++) {
        JsonNode each = containers.get(index);
        String place = path + "." + list + "[" + index + "]";
        new ContainerChecks(problems, each, place, volumes).check(list);
        String name = each.path("name").asText();
        if (!name.isEmpty() && !names.add(name)) {
          problems.duplicate(place + ".name", name);
        }
      }
    }
  }

  private void seconds() {
    JsonNode deadline = spec.path("activeDeadlineSeconds");
    if (!deadline.isMissingNode() && (deadline.asLong() < 1 || deadline.asLong() > INT_MAX)) {
      problems.invalid(
          path + ".activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
    }
    problems.notNegative(
        path + ".terminationGracePeriodSeconds", spec.path("terminationGracePeriodSeconds"));
  }

  private void names() {
    for (String field : List.of("serviceAccountName", "nodeName")) {
      String name = spec.path(field).asText();
      if (!name.isEmpty()) {
        problems.format(path + "." + field, name, Formats.subdomain(name));
      }
    }
    for (String field : List.of("hostname", "subdomain")) {
      String name = spec.path(field).asText();
      if (!name.isEmpty()) {
        problems.format(path + "." + field, name, Formats.label(name));
      }
    }
  }

  private void tolerations() {
    JsonNode tolerations = spec.path("tolerations");
    for (int index = 0; index < tolerations.size(); index++) {
      toleration(tolerations.get(index), path + ".tolerations[" + index + "]");
    }
  }

  private void toleration(JsonNode each, String place) {
    String key = each.path("key").asText();
    String operator = each.path("operator").asText();
    if (!key.isEmpty()) {
      problems.format(place + ".key", key, Formats.qualifiedName(key));
    } else if (!operator.equals("Exists")) {
      problems.invalid(
          place + ".operator",
          operator,
          "operator must be Exists when `key` is empty, which means \"match all values and all"
              + " keys\"");
    }
    if (each.has("tolerationSeconds") && !each.path("effect").asText().equals("NoExecute")) {
      problems.invalid(
          place + ".effect",
          each.path("effect").asText(),
          "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    String value = each.path("value").asText();
    switch (operator) {
      case "", "Equal" -> problems.format(place + ".operator", value, Formats.labelValue(value));
      case "Exists" -> {
        if (!value.isEmpty()) {
          problems.invalid(
              place + ".operator", each, "value must be empty when `operator` is 'Exists'");
        }
      }
      default ->
          problems.oneOf(place + ".operator", each.path("operator"), Set.of("Equal", "Exists"));
    }
    problems.oneOfIfPresent(place + ".effect", each.path("effect"), EFFECTS);
  }

  private void spreading() {
    JsonNode constraints = spec.path("topologySpreadConstraints");
    for (int index = 0; index < constraints.size(); index++) {
      JsonNode each = constraints.get(index);
      String place = path + ".topologySpreadConstraints[" + index + "]";
      if (each.path("maxSkew").asLong() <= 0) {
        problems.invalid(place + ".maxSkew", each.path("maxSkew"), "must be greater than zero");
      }
      if (each.path("topologyKey").asText().isEmpty()) {
        problems.required(place + ".topologyKey", "can not be empty");
      }
      problems.oneOf(
          place + ".whenUnsatisfiable",
          each.path("whenUnsatisfiable"),
          Set.of("DoNotSchedule", "ScheduleAnyway"));
      new SelectorChecks(problems).check(each.path("labelSelector"), place + ".labelSelector");
    }
  }

  private void gates() {
    List<String> seen = new ArrayList<>();
    JsonNode gates = spec.path("schedulingGates");
    for (int index = 0; index < gates.size(); index++) {
      String name = gates.get(index).path("name").asText();
      String place = path + ".schedulingGates[" + index + "]";
      problems.format(place, name, Formats.qualifiedName(name));
      if (seen.contains(name)) {
        problems.duplicate(place + ".name", name);
      }
      seen.add(name);
    }
  }
}
