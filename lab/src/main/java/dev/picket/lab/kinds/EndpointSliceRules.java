package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** EndpointSlices. */
final class EndpointSliceRules implements KindRules {

  private static final int ENDPOINTS_MAX = 1000;
  private static final int ADDRESSES_MAX = 100;

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void complete(ObjectNode slice) {
    for (String list : List.of("endpoints", "ports")) {
      if (slice.path(list).isEmpty()) {
        slice.putNull(list);
      }
    }
    for (ObjectNode port : objects(slice, "ports")) {
      put(port, "name", "");
      put(port, "protocol", "TCP");
    }
    objects(slice, "endpoints").forEach(each -> Defaults.object(each, "conditions"));
  }

  @Override
  public List<FieldProblem> check(ObjectNode slice) {
    Problems problems = new Problems();
    JsonNode type = slice.path("addressType");
    if (type.asText().isEmpty()) {
      problems.required("addressType", "");
    } else {
      problems.oneOf("addressType", type, Set.of("FQDN", "IPv4", "IPv6"));
    }
    JsonNode endpoints = slice.path("endpoints");
    if (endpoints.size() > ENDPOINTS_MAX) {
      problems.add(
          new FieldProblem(
              FieldProblem.Reason.TOO_MANY,
              "endpoints",
              "Too many: " + endpoints.size() + ": must have at most 1000 items"));
      return problems.found();
    }
    for (int index = 0; index < endpoints.size(); index++) {
      addresses(
          problems,
          endpoints.get(index).path("addresses"),
          "endpoints[" + index + "].addresses",
          type.asText());
    }
    JsonNode ports = slice.path("ports");
    for (int index = 0; index < ports.size(); index++) {
      String place = "ports[" + index + "]";
      problems.oneOf(
          place + ".protocol", ports.get(index).path("protocol"), Set.of("SCTP", "TCP", "UDP"));
      String name = ports.get(index).path("name").asText();
      if (!name.isEmpty()) {
        problems.format(place + ".name", name, Formats.label(name));
      }
    }
    return problems.found();
  }

  private static void addresses(Problems problems, JsonNode addresses, String place, String type) {
    if (addresses.isEmpty()) {
      problems.required(place, "must contain at least 1 address");
    }
    if (addresses.size() > ADDRESSES_MAX) {
      problems.add(
          new FieldProblem(
              FieldProblem.Reason.TOO_MANY,
              place,
              "Too many: " + addresses.size() + ": must have at most 100 items"));
      return;
    }
    for (int index = 0; index < addresses.size(); index++) {
      String each = addresses.get(index).asText();
      boolean right =
          switch (type) {
            case "IPv4" -> Addresses.four(each);
            case "IPv6" -> Addresses.six(each);
            default -> Formats.subdomain(each).isEmpty();
          };
      if (!right) {
        problems.invalid(place + "[" + index + "]", each, "must be a valid " + type + " address");
      }
    }
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    problems.immutable("addressType", former.path("addressType"), next.path("addressType"));
    List<FieldProblem> all = new ArrayList<>(check(next));
    all.addAll(problems.found());
    return all;
  }
}
