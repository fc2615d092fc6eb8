package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.util.Optional;

/**
 * Finds what is behind a Service. The lab has no service network, so there must be Endpoints or an
 * EndpointSlice with an address that this process can reach.
 */
final class ServiceAddresses {

  private ServiceAddresses() {}

  /**
   * A host and port behind a port of a service.
   *
   * @throws CallException saying what is missing
   */
  static String find(Snapshot snapshot, String namespace, String name, int port)
      throws CallException {
    JsonNode service =
        snapshot
            .get(BuiltInTypes.get("", "services").key(namespace, name))
            .orElseThrow(() -> new CallException("service \"" + name + "\" not found"))
            .content();
    String portName = portName(service, port);
    Optional<String> found = inEndpoints(snapshot, namespace, name, portName);
    if (found.isEmpty()) {
      found = inSlices(snapshot, namespace, name, portName);
    }
    return found.orElseThrow(() ->
        new CallException(
            "no endpoints available for service \""
                + name
                + "\" (the lab has no service network: Endpoints or an EndpointSlice must name an"
                + " address that it can reach)"));
  }

  private static String portName(JsonNode service, int port) throws CallException {
    for (JsonNode each : service.path("spec").path("ports")) {
      if (each.path("port").asInt() == port) {
        return each.path("name").asText();
      }
    }
    throw new CallException(
        "no service port "
            + port
            + " found for service \""
            + service.path("metadata").path("name").asText()
            + "\"");
  }

  private static Optional<String> inEndpoints(
      Snapshot snapshot, String namespace, String name, String port) {
    Optional<StoredObject> endpoints =
        snapshot.get(BuiltInTypes.get("", "endpoints").key(namespace, name));
    if (endpoints.isEmpty()) {
      return Optional.empty();
    }
    for (JsonNode subset : endpoints.get().content().path("subsets")) {
      String ip = subset.path("addresses").path(0).path("ip").asText();
      Optional<Integer> number = number(subset.path("ports"), port);
      if (!ip.isEmpty() && number.isPresent()) {
        return Optional.of(authority(ip, number.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inSlices(
      Snapshot snapshot, String namespace, String name, String port) {
    String[] found = {""};
    snapshot.visit(
        BuiltInTypes.get("discovery.k8s.io", "endpointslices").scope(namespace),
        slice -> {
          if (name.equals(slice.labels().get("kubernetes.io/service-name"))) {
            found[0] = inSlice(slice.content(), port);
          }
          return found[0].isEmpty();
        });
    return found[0].isEmpty() ? Optional.empty() : Optional.of(found[0]);
  }

  private static String inSlice(JsonNode slice, String port) {
    Optional<Integer> number = number(slice.path("ports"), port);
    for (JsonNode each : slice.path("endpoints")) {
      String ip = each.path("addresses").path(0).asText();
      boolean ready = each.path("conditions").path("ready").asBoolean(true);
      if (ready && !ip.isEmpty() && number.isPresent()) {
        return authority(ip, number.get());
      }
    }
    return "";
  }

  private static Optional<Integer> number(JsonNode ports, String name) {
    for (JsonNode each : ports) {
      if (each.path("name").asText().equals(name)) {
        return Optional.of(each.path("port").asInt());
      }
    }
    return Optional.empty();
  }

  private static String authority(String ip, int port) {
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }
}
