package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services. */
final class ServiceRules implements KindRules {

  private static final Set<String> TYPES =
      Set.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
  private static final int AFFINITY_SECONDS = 10_800;
  private static final int AFFINITY_SECONDS_MAX = 86_400;

  @Override
  public void complete(ObjectNode service) {
    ObjectNode spec = object(service, "spec");
    put(spec, "sessionAffinity", "None");
    if (spec.path("sessionAffinity").asText().equals("None")) {
      spec.remove("sessionAffinityConfig");
    } else {
      put(
          object(object(spec, "sessionAffinityConfig"), "clientIP"),
          "timeoutSeconds",
          AFFINITY_SECONDS);
    }
    put(spec, "type", "ClusterIP");
    for (ObjectNode port : objects(spec, "ports")) {
      put(port, "protocol", "TCP");
      if (!port.has("targetPort") || emptyPort(port.path("targetPort"))) {
        port.put("targetPort", port.path("port").asInt());
      }
    }
    if (external(spec)) {
      return;
    }
    put(spec, "internalTrafficPolicy", "Cluster");
    if (exposed(spec)) {
      put(spec, "externalTrafficPolicy", "Cluster");
    }
    if (spec.path("type").asText().equals("LoadBalancer")) {
      put(spec, "allocateLoadBalancerNodePorts", true);
    }
  }

  private static boolean emptyPort(JsonNode port) {
    return port.isTextual() ? port.asText().isEmpty() : port.asInt() == 0;
  }

  private static boolean external(JsonNode spec) {
    return spec.path("type").asText().equals("ExternalName");
  }

  private static boolean exposed(JsonNode spec) {
    return Set.of("NodePort", "LoadBalancer").contains(spec.path("type").asText());
  }

  private static boolean headless(JsonNode spec) {
    return spec.path("clusterIP").asText().equals("None");
  }

  @Override
  public void prepare(ObjectNode service, Surroundings around) {
    service.putObject("status").putObject("loadBalancer");
    ObjectNode spec = object(service, "spec");
    if (TYPES.contains(spec.path("type").asText())) {
      allocate(spec, service.path("metadata"), around);
    }
  }

  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    JsonNode before = former.path("spec");
    ObjectNode spec = object(next, "spec");
    if (!before.path("clusterIP").equals(spec.path("clusterIP"))
        && before.path("clusterIPs").equals(spec.path("clusterIPs"))) {
      // Older clients know only the one address, and mean both.
      spec.remove("clusterIPs");
      if (spec.has("clusterIP")) {
        spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
      }
    }
    if (!external(before) && !external(spec)) {
      for (String each : List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
        if (!spec.has(each) && before.has(each)) {
          spec.set(each, before.get(each));
        }
      }
    } else if (external(spec)) {
      keepNothing(before, spec);
    }
    if (exposed(spec) && exposed(before)) {
      keepNodePorts(before, spec);
    }
    if (!exposed(spec)) {
      spec.remove("externalTrafficPolicy");
      if (exposed(before)) {
        removeSame(before, spec);
      }
    }
    if (TYPES.contains(spec.path("type").asText())) {
      allocate(spec, next.path("metadata"), around);
    }
  }

  /** Who turns to an external name need not take back what the service had. */
  private static void keepNothing(JsonNode before, ObjectNode spec) {
    for (String each :
        List.of(
            "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy")) {
      if (spec.path(each).equals(before.path(each))) {
        spec.remove(each);
      }
    }
  }

  private static void keepNodePorts(JsonNode before, ObjectNode spec) {
    for (ObjectNode port : objects(spec, "ports")) {
      for (JsonNode old : before.path("ports")) {
        boolean same =
            old.path("port").equals(port.path("port"))
                && old.path("protocol").equals(port.path("protocol"));
        if (same && !port.has("nodePort") && old.has("nodePort")) {
          port.set("nodePort", old.get("nodePort"));
        }
      }
    }
  }

  private static void removeSame(JsonNode before, ObjectNode spec) {
    Set<JsonNode> had = new HashSet<>();
    before.path("ports").forEach(each -> had.add(each.path("nodePort")));
    for (ObjectNode port : objects(spec, "ports")) {
      if (had.contains(port.path("nodePort"))) {
        port.remove("nodePort");
      }
    }
  }

  private static void allocate(ObjectNode spec, JsonNode metadata, Surroundings around) {
    if (external(spec)) {
      return;
    }
    Allocation allocation = new Allocation(around, metadata);
    if (spec.path("clusterIP").asText().isEmpty() && !spec.path("clusterIPs").isEmpty()) {
      spec.set("clusterIP", spec.path("clusterIPs").get(0));
    }
    String wanted = spec.path("clusterIP").asText();
    if (wanted.isEmpty()) {
      spec.put("clusterIP", allocation.address());
    } else if (Addresses.valid(wanted)) {
      allocation.takeAddress(wanted);
    }
    if (!spec.has("clusterIPs")) {
      spec.putArray("clusterIPs").add(spec.path("clusterIP").asText());
    }
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    put(spec, "ipFamilyPolicy", "SingleStack");
    boolean ports =
        !spec.path("allocateLoadBalancerNodePorts").isBoolean()
            || spec.path("allocateLoadBalancerNodePorts").asBoolean();
    if (exposed(spec)) {
      nodePorts(objects(spec, "ports"), allocation, ports);
    }
  }

  private static void nodePorts(List<ObjectNode> ports, Allocation allocation, boolean all) {
    for (int index = 0; index < ports.size(); index++) {
      int wanted = ports.get(index).path("nodePort").asInt();
      if (Allocation.isPort(wanted)) {
        allocation.takePort(wanted, "spec.ports[" + index + "].nodePort");
      }
    }
    for (ObjectNode port : ports) {
      if (all && port.path("nodePort").asInt() == 0) {
        port.put("nodePort", allocation.port());
      }
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode service) {
    Problems problems = new Problems();
    JsonNode spec = service.path("spec");
    ports(problems, spec);
    MetadataChecks.labels(problems, "spec.selector", spec.path("selector"));
    problems.oneOf(
        "spec.sessionAffinity", spec.path("sessionAffinity"), Set.of("ClientIP", "None"));
    JsonNode seconds = spec.path("sessionAffinityConfig").path("clientIP").path("timeoutSeconds");
    if (!seconds.isMissingNode()
        && (seconds.asInt() <= 0 || seconds.asInt() > AFFINITY_SECONDS_MAX)) {
      problems.invalid(
          "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
          seconds,
          "must be greater than 0 and less than 86400");
    }
    problems.oneOf("spec.type", spec.path("type"), TYPES);
    addresses(problems, spec);
    nodePorts(problems, spec);
    problems.oneOfIfPresent(
        "spec.externalTrafficPolicy",
        spec.path("externalTrafficPolicy"),
        Set.of("Cluster", "Local"));
    problems.oneOfIfPresent(
        "spec.internalTrafficPolicy",
        spec.path("internalTrafficPolicy"),
        Set.of("Cluster", "Local"));
    return problems.found();
  }

  private static void addresses(Problems problems, JsonNode spec) {
    String address = spec.path("clusterIP").asText();
    if (external(spec)) {
      if (!address.isEmpty()) {
        problems.forbidden("spec.clusterIPs[0]", "may not be set for ExternalName services");
      }
      String name = spec.path("externalName").asText();
      if (name.isEmpty()) {
        problems.required("spec.externalName", "");
      } else {
        String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        problems.format("spec.externalName", host, Formats.subdomain(host));
      }
      return;
    }
    if (headless(spec) && exposed(spec)) {
      problems.invalid(
          "spec.clusterIPs[0]",
          "None",
          "may not be set to 'None' for %s services".formatted(spec.path("type").asText()));
    } else if (!headless(spec) && !address.isEmpty() && !Addresses.valid(address)) {
      problems.invalid(
          "spec.clusterIPs[0]",
          address,
          "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    JsonNode addresses = spec.path("clusterIPs");
    if (!addresses.isEmpty() && !addresses.get(0).asText().equals(address)) {
      problems.invalid("spec.clusterIPs", addresses, "first value must match `clusterIP`");
    }
  }

  private static void ports(Problems problems, JsonNode spec) {
    JsonNode ports = spec.path("ports");
    if (ports.isEmpty() && !headless(spec) && !external(spec)) {
      problems.required("spec.ports", "");
    }
    Set<String> names = new HashSet<>();
    for (int index = 0; index < ports.size(); index++) {
      port(problems, ports.get(index), "spec.ports[" + index + "]", ports.size() > 1, names);
    }
  }

  private static void nodePorts(Problems problems, JsonNode spec) {
    Set<String> numbers = new HashSet<>();
    JsonNode ports = spec.path("ports");
    for (int index = 0; index < ports.size(); index++) {
      JsonNode port = ports.get(index);
      String path = "spec.ports[" + index + "]";
      JsonNode node = port.path("nodePort");
      if (!exposed(spec) && node.asInt() != 0) {
        problems.forbidden(
            path + ".nodePort",
            "may not be used when `type` is '" + spec.path("type").asText() + "'");
      }
      if (exposed(spec) && node.asInt() != 0 && !Allocation.isPort(node.asInt())) {
        problems.invalid(
            path + ".nodePort",
            node,
            "provided port is not in the valid range. The range of valid ports is 30000-32767");
      }
      if (!numbers.add(port.path("protocol").asText() + port.path("port"))) {
        problems.add(
            FieldProblem.of(
                FieldProblem.Reason.DUPLICATE,
                path,
                "{\"protocol\":%s,\"port\":%s}".formatted(port.path("protocol"), port.path("port")),
                ""));
      }
    }
  }

  private static void port(
      Problems problems, JsonNode port, String path, boolean several, Set<String> names) {
    String name = port.path("name").asText();
    if (name.isEmpty()) {
      if (several) {
        problems.required(path + ".name", "");
      }
    } else {
      problems.format(path + ".name", name, Formats.label(name));
      if (!names.add(name)) {
        problems.duplicate(path + ".name", name);
      }
    }
    JsonNode number = port.path("port");
    Formats.port(number.asInt())
        .forEach(why -> problems.invalid(path + ".port", shown(number), why));
    problems.oneOf(path + ".protocol", port.path("protocol"), Set.of("SCTP", "TCP", "UDP"));
    JsonNode target = port.path("targetPort");
    Formats.portOrName(target).forEach(why -> problems.invalid(path + ".targetPort", target, why));
  }

  private static JsonNode shown(JsonNode number) {
    return number.isMissingNode() ? IntNode.valueOf(0) : number;
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    JsonNode before = former.path("spec");
    JsonNode after = next.path("spec");
    if (!external(before) && !external(after)) {
      String kept = before.path("clusterIP").asText();
      String wanted = after.path("clusterIP").asText();
      if (!kept.isEmpty() && !kept.equals(wanted)) {
        problems.invalid("spec.clusterIPs[0]", after.path("clusterIPs"), "may not change once set");
      }
    }
    List<FieldProblem> all = new ArrayList<>(problems.found());
    all.addAll(check(next));
    return all;
  }
}
