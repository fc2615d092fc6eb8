package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Set;

/** NetworkPolicies. */
final class NetworkPolicyRules implements KindRules {

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode policy) {
    ObjectNode spec = object(policy, "spec");
    object(spec, "podSelector");
    for (String direction : List.of("ingress", "egress")) {
      for (ObjectNode rule : objects(spec, direction)) {
        objects(rule, "ports").forEach(each -> put(each, "protocol", "TCP"));
      }
    }
    if (spec.path("policyTypes").isEmpty()) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode policy) {
    Problems problems = new Problems();
    JsonNode spec = policy.path("spec");
    new SelectorChecks(problems).check(spec.path("podSelector"), "spec.podSelector");
    rules(problems, spec.path("ingress"), "spec.ingress", "from");
    rules(problems, spec.path("egress"), "spec.egress", "to");
    JsonNode types = spec.path("policyTypes");
    if (types.size() > 2) {
      problems.invalid("spec.policyTypes", types, "may not specify more than two policyTypes");
      return problems.found();
    }
    for (int index = 0; index < types.size(); index++) {
      problems.oneOf(
          "spec.policyTypes[" + index + "]", types.get(index), List.of("Ingress", "Egress"));
    }
    return problems.found();
  }

  private static void rules(Problems problems, JsonNode rules, String path, String peers) {
    for (int index = 0; index < rules.size(); index++) {
      JsonNode rule = rules.get(index);
      String place = path + "[" + index + "]";
      JsonNode ports = rule.path("ports");
      for (int port = 0; port < ports.size(); port++) {
        port(problems, ports.get(port), place + ".ports[" + port + "]");
      }
      JsonNode others = rule.path(peers);
      for (int peer = 0; peer < others.size(); peer++) {
        peer(problems, others.get(peer), place + "." + peers + "[" + peer + "]");
      }
    }
  }

  private static void port(Problems problems, JsonNode rule, String place) {
    problems.oneOf(place + ".protocol", rule.path("protocol"), Set.of("TCP", "UDP", "SCTP"));
    JsonNode port = rule.path("port");
    JsonNode end = rule.path("endPort");
    if (!port.isMissingNode()) {
      Formats.portOrName(port).forEach(why -> problems.invalid(place + ".port", port, why));
    }
    if (end.isMissingNode()) {
      return;
    }
    if (port.isMissingNode()) {
      problems.required(place + ".port", "must be specified when `endPort` is specified");
    } else if (port.isTextual()) {
      problems.invalid(place + ".endPort", end, "may not be specified when `port` is non-numeric");
    } else if (end.asInt() < port.asInt()) {
      problems.invalid(place + ".endPort", end, "must be greater than or equal to `port`");
    }
  }

  private static void peer(Problems problems, JsonNode peer, String place) {
    JsonNode block = peer.path("ipBlock");
    if (peer.isEmpty()) {
      problems.required(place, "must specify a peer");
    } else if (!block.isMissingNode() && peer.size() > 1) {
      problems.forbidden(place, "may not specify both ipBlock and another peer");
    }
    SelectorChecks selectors = new SelectorChecks(problems);
    selectors.check(peer.path("podSelector"), place + ".podSelector");
    selectors.check(peer.path("namespaceSelector"), place + ".namespaceSelector");
    if (!block.isMissingNode()) {
      String range = block.path("cidr").asText();
      if (range.isEmpty()) {
        problems.required(place + ".ipBlock.cidr", "");
      } else if (!Addresses.range(range)) {
        problems.invalid(
            place + ".ipBlock.cidr",
            range,
            "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
      }
    }
  }
}
