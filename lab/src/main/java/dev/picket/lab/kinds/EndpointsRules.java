package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;
import java.util.Set;

/** Endpoints. */
final class EndpointsRules implements KindRules {

  @Override
  public void complete(ObjectNode endpoints) {
    for (ObjectNode subset : objects(endpoints, "subsets")) {
      objects(subset, "ports").forEach(each -> put(each, "protocol", "TCP"));
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode endpoints) {
    Problems problems = new Problems();
    JsonNode subsets = endpoints.path("subsets");
    for (int index = 0; index < subsets.size(); index++) {
      JsonNode subset = subsets.get(index);
      String place = "subsets[" + index + "]";
      if (subset.path("addresses").isEmpty() && subset.path("notReadyAddresses").isEmpty()) {
        problems.required(place, "must specify `addresses` or `notReadyAddresses`");
      }
      for (String list : List.of("addresses", "notReadyAddresses")) {
        for (int each = 0; each < subset.path(list).size(); each++) {
          String address = subset.path(list).get(each).path("ip").asText();
          if (!Addresses.valid(address)) {
            problems.invalid(
                place + "." + list + "[" + each + "].ip",
                address,
                "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
          }
        }
      }
      ports(problems, subset.path("ports"), place + ".ports");
    }
    return problems.found();
  }

  private static void ports(Problems problems, JsonNode ports, String path) {
    for (int index = 0; index < ports.size(); index++) {
      JsonNode port = ports.get(index);
      String place = path + "[" + index + "]";
      if (ports.size() > 1 && port.path("name").asText().isEmpty()) {
        problems.required(place + ".name", "");
      }
      JsonNode number = port.path("port");
      Formats.port(number.asInt()).forEach(why -> problems.invalid(place + ".port", number, why));
      problems.oneOf(place + ".protocol", port.path("protocol"), Set.of("SCTP", "TCP", "UDP"));
    }
  }
}
