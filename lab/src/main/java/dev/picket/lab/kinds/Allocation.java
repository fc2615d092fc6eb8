package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses addresses and ports for a service, among those that no service of the snapshot has. Two
 * services that are created at the same moment may choose the same, though hardly ever: they draw
 * from 65,000 addresses.
 */
final class Allocation {

  private static final ResourceType SERVICE = BuiltInTypes.get("", "services");
  private static final int PORT_FIRST = 30_000;
  private static final int PORT_LAST = 32_767;
  private static final int ADDRESSES = 65_534;
  private static final int ATTEMPTS_MAX = 10_000;

  private final Surroundings around;
  private final String uid;
  private final String name;
  private @Nullable Set<String> taken;

  /**
   * @param metadata of the service that it is for
   */
  Allocation(Surroundings around, JsonNode metadata) {
    this.around = around;
    this.uid = metadata.path("uid").asText();
    this.name = metadata.path("name").asText();
  }

  static boolean isPort(int port) {
    return port >= PORT_FIRST && port <= PORT_LAST;
  }

  /** An address in 10.96.0.0/16. */
  String address() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int number = 1 + around.random().nextInt(ADDRESSES);
      String address = "10.96." + (number >> 8) + "." + (number & 0xff);
      if (taken().add(address)) {
        return address;
      }
    }
    throw full("spec.clusterIPs", "\"\"", "failed to allocate IP: range is full");
  }

  /** Takes an address that was asked for. */
  void takeAddress(String address) {
    if (!taken().add(address)) {
      throw full(
          "spec.clusterIPs",
          "[\"" + address + "\"]",
          "failed to allocate IP " + address + ": provided IP is already allocated");
    }
  }

  /**
   * Takes a port that was asked for.
   *
   * @param path of its field
   */
  void takePort(int port, String path) {
    if (!taken().add(Integer.toString(port))) {
      throw full(path, Integer.toString(port), "provided port is already allocated");
    }
  }

  /** A port of every node. */
  int port() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int port = PORT_FIRST + around.random().nextInt(PORT_LAST - PORT_FIRST + 1);
      if (taken().add(Integer.toString(port))) {
        return port;
      }
    }
    throw full("spec.ports", "\"\"", "failed to allocate a nodePort: range is full");
  }

  private Set<String> taken() {
    Set<String> known = taken;
    if (known == null) {
      Set<String> found = new HashSet<>();
      // The first address is that of the API server.
      found.add("10.96.0.1");
      around
          .snapshot()
          .visit(
              SERVICE.scope(null),
              service -> {
                if (!service.uid().equals(uid)) {
                  add(service.content().path("spec"), found);
                }
                return true;
              });
      known = found;
      taken = known;
    }
    return known;
  }

  private static void add(JsonNode spec, Set<String> taken) {
    spec.path("clusterIPs").forEach(each -> taken.add(each.asText()));
    spec.path("ports").forEach(each -> taken.add(each.path("nodePort").asText()));
  }

  private StatusException full(String path, String value, String why) {
    return StatusException.invalid(SERVICE, name, List.of(FieldProblem.invalid(path, value, why)));
  }
}
