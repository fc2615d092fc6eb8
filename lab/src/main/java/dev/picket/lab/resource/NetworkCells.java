package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The rows of what leads traffic. */
final class NetworkCells {

  private static final int SHOWN = 3;

  private NetworkCells() {}

  static List<Column> service() {
    return List.of(
        Cells.NAME,
        Cells.text("Type", "/spec/type"),
        Cells.text(
            "Cluster-IP",
            object ->
                Cells.or(
                    object.at("/spec/clusterIPs/0"),
                    Cells.or(object.at("/spec/clusterIP"), Cells.NONE))),
        Cells.text("External-IP", NetworkCells::external),
        Cells.text("Port(s)", NetworkCells::ports),
        Cells.AGE,
        Cells.wide("Selector", object -> Cells.labels(object.at("/spec/selector"))));
  }

  static List<Column> endpoints() {
    return List.of(Cells.NAME, Cells.text("Endpoints", NetworkCells::addresses), Cells.AGE);
  }

  static List<Column> endpointSlice() {
    return List.of(
        Cells.NAME,
        Cells.text("AddressType", "/addressType"),
        Cells.text("Ports", NetworkCells::slicePorts),
        Cells.text("Endpoints", NetworkCells::sliceEndpoints),
        Cells.AGE);
  }

  static List<Column> ingress() {
    return List.of(
        Cells.NAME,
        Cells.text("Class", object -> Cells.or(object.at("/spec/ingressClassName"), Cells.NONE)),
        Cells.text("Hosts", NetworkCells::hosts),
        Cells.text("Address", NetworkCells::balancer),
        Cells.text("Ports", object -> object.at("/spec/tls").isEmpty() ? "80" : "80, 443"),
        Cells.AGE);
  }

  static List<Column> ingressClass() {
    return List.of(
        Cells.NAME,
        Cells.text("Controller", "/spec/controller"),
        Cells.text("Parameters", NetworkCells::parameters),
        Cells.AGE);
  }

  static List<Column> networkPolicy() {
    return List.of(
        Cells.NAME,
        Cells.text("Pod-Selector", object -> Cells.selector(object.at("/spec/podSelector"))),
        Cells.AGE);
  }

  private static String external(JsonNode service) {
    String externals = Cells.joined(service.at("/spec/externalIPs"));
    return switch (service.at("/spec/type").asText("")) {
      case "ClusterIP", "NodePort" -> externals.isEmpty() ? Cells.NONE : externals;
      case "LoadBalancer" -> {
        String balancer = balancer(service);
        String both =
            balancer.isEmpty() || externals.isEmpty()
                ? balancer + externals
                : balancer + "," + externals;
        yield both.isEmpty() ? "<pending>" : both;
      }
      case "ExternalName" -> service.at("/spec/externalName").asText("");
      default -> Cells.UNKNOWN;
    };
  }

  private static String balancer(JsonNode object) {
    TreeSet<String> places = new TreeSet<>();
    for (JsonNode each : object.at("/status/loadBalancer/ingress")) {
      String place = Cells.or(each.path("ip"), each.path("hostname").asText(""));
      if (!place.isEmpty()) {
        places.add(place);
      }
    }
    return String.join(",", places);
  }

  private static String ports(JsonNode service) {
    List<String> ports = new ArrayList<>();
    for (JsonNode each : service.at("/spec/ports")) {
      long node = each.path("nodePort").asLong();
      ports.add(
          each.path("port").asLong()
              + (node > 0 ? ":" + node : "")
              + "/"
              + Cells.or(each.path("protocol"), "TCP"));
    }
    return ports.isEmpty() ? Cells.NONE : String.join(",", ports);
  }

  private static String addresses(JsonNode endpoints) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode subset : endpoints.path("subsets")) {
      if (subset.path("ports").isEmpty()) {
        subset.path("addresses").forEach(each -> addresses.add(each.path("ip").asText("")));
      }
      for (JsonNode port : subset.path("ports")) {
        for (JsonNode each : subset.path("addresses")) {
          String ip = each.path("ip").asText("");
          String host = ip.contains(":") ? "[" + ip + "]" : ip;
          addresses.add(host + ":" + port.path("port").asLong());
        }
      }
    }
    return endpoints.path("subsets").isEmpty() ? Cells.NONE : Cells.few(addresses, SHOWN, ",");
  }

  private static String slicePorts(JsonNode slice) {
    List<String> ports = new ArrayList<>();
    for (JsonNode each : slice.path("ports")) {
      JsonNode name = each.path("name");
      ports.add(
          each.path("port").isNumber()
              ? each.path("port").asText("")
              : name.isTextual() ? name.asText("") : "*");
    }
    return unsetIfEmpty(Cells.few(ports, SHOWN, ","));
  }

  private static String sliceEndpoints(JsonNode slice) {
    List<String> addresses = new ArrayList<>();
    for (JsonNode endpoint : slice.path("endpoints")) {
      endpoint.path("addresses").forEach(each -> addresses.add(each.asText("")));
    }
    return unsetIfEmpty(Cells.few(addresses, SHOWN, ","));
  }

  private static String unsetIfEmpty(String text) {
    return text.isEmpty() ? Cells.UNSET : text;
  }

  private static String hosts(JsonNode ingress) {
    List<String> hosts = new ArrayList<>();
    JsonNode rules = ingress.at("/spec/rules");
    boolean more = false;
    for (JsonNode each : rules) {
      more |= hosts.size() == SHOWN;
      if (hosts.size() < SHOWN && !each.path("host").asText("").isEmpty()) {
        hosts.add(each.path("host").asText(""));
      }
    }
    if (hosts.isEmpty()) {
      return "*";
    }
    String shown = String.join(",", hosts);
    return more ? shown + " + " + (rules.size() - SHOWN) + " more..." : shown;
  }

  private static String parameters(JsonNode ingressClass) {
    JsonNode parameters = ingressClass.at("/spec/parameters");
    if (!parameters.isObject()) {
      return Cells.NONE;
    }
    String group = parameters.path("apiGroup").asText("");
    return parameters.path("kind").asText("")
        + (group.isEmpty() ? "" : "." + group)
        + "/"
        + parameters.path("name").asText("");
  }
}
