package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Set;

/** Ingresses. */
final class IngressRules implements KindRules {

  private static final List<String> NOT_IN_PATHS = List.of("//", "/./", "/../", "%2f", "%2F");

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void prepare(ObjectNode ingress, Surroundings around) {
    ingress.putObject("status").putObject("loadBalancer");
  }

  @Override
  public List<FieldProblem> check(ObjectNode ingress) {
    Problems problems = new Problems();
    JsonNode spec = ingress.path("spec");
    JsonNode rules = spec.path("rules");
    JsonNode backend = spec.path("defaultBackend");
    if (rules.isEmpty() && backend.isMissingNode()) {
      problems.invalid("spec", rules, "either `defaultBackend` or `rules` must be specified");
    }
    if (!backend.isMissingNode()) {
      backend(problems, backend, "spec.defaultBackend");
    }
    for (int index = 0; index < rules.size(); index++) {
      rule(problems, rules.get(index), "spec.rules[" + index + "]");
    }
    JsonNode tls = spec.path("tls");
    for (int index = 0; index < tls.size(); index++) {
      JsonNode hosts = tls.get(index).path("hosts");
      for (int host = 0; host < hosts.size(); host++) {
        String name = hosts.get(host).asText();
        problems.format("spec.tls[" + index + "].hosts[" + host + "]", name, Formats.host(name));
      }
    }
    String type = spec.path("ingressClassName").asText();
    if (spec.has("ingressClassName")) {
      problems.format("spec.ingressClassName", type, Formats.subdomain(type));
    }
    return problems.found();
  }

  private static void rule(Problems problems, JsonNode rule, String place) {
    String host = rule.path("host").asText();
    if (!host.isEmpty()) {
      if (Addresses.valid(host)) {
        problems.invalid(place + ".host", host, "must be a DNS name, not an IP address");
      } else {
        problems.format(place + ".host", host, Formats.host(host));
      }
    }
    JsonNode http = rule.path("http");
    if (http.isMissingNode()) {
      return;
    }
    JsonNode paths = http.path("paths");
    if (paths.isEmpty()) {
      problems.required(place + ".http.paths", "");
    }
    for (int index = 0; index < paths.size(); index++) {
      path(problems, paths.get(index), place + ".http.paths[" + index + "]");
    }
  }

  private static void path(Problems problems, JsonNode path, String place) {
    JsonNode type = path.path("pathType");
    String text = path.path("path").asText();
    if (type.isMissingNode()) {
      problems.required(place + ".pathType", "pathType must be specified");
      return;
    }
    problems.oneOf(place + ".pathType", type, Set.of("Exact", "ImplementationSpecific", "Prefix"));
    boolean free = type.asText().equals("ImplementationSpecific");
    if (!(free && text.isEmpty()) && !text.startsWith("/")) {
      problems.invalid(place + ".path", text, "must be an absolute path");
    }
    if (Set.of("Exact", "Prefix").contains(type.asText())) {
      for (String each : NOT_IN_PATHS) {
        if (text.contains(each)) {
          problems.invalid(place + ".path", text, "must not contain '" + each + "'");
        }
      }
    }
    backend(problems, path.path("backend"), place + ".backend");
  }

  private static void backend(Problems problems, JsonNode backend, String place) {
    JsonNode service = backend.path("service");
    boolean resource = backend.has("resource");
    if (resource && !service.isMissingNode()) {
      problems.invalid(place, backend, "cannot set both resource and service backends");
      return;
    }
    if (resource) {
      return;
    }
    String name = service.path("name").asText();
    if (service.isMissingNode()) {
      problems.invalid(place, "", "resource or service backend is required");
      return;
    }
    if (name.isEmpty()) {
      problems.required(place + ".service.name", "");
      return;
    }
    problems.format(place + ".service.name", name, Formats.serviceName(name));
    JsonNode port = service.path("port");
    boolean named = !port.path("name").asText().isEmpty();
    boolean numbered = port.path("number").asInt() != 0;
    if (named && numbered) {
      problems.invalid(place, backend, "cannot set both port name & port number");
    } else if (named) {
      String text = port.path("name").asText();
      problems.format(place + ".service.port.name", text, Formats.portName(text));
    } else if (numbered) {
      Formats.port(port.path("number").asInt())
          .forEach(
              why -> problems.invalid(place + ".service.port.number", port.path("number"), why));
    } else {
      problems.required(place, "port name or number is required");
    }
  }
}
