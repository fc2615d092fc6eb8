package dev.picket.server;

import dev.picket.observation.InvalidInputException;

/**
 * Where the server listens.
 *
 * @param host a name or an address of this machine, such as {@code 0.0.0.0}
 * @param port 0 to 65535; 0 lets the machine choose, see {@link PicketServer#port()}
 */
public record ServerSettings(String host, int port) {

  private static final int PORT_MAX = 65_535;

  public ServerSettings {
    if (host.isBlank()) {
      throw new InvalidInputException("host", "'" + host + "'", "a name or an address");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new InvalidInputException("port", Integer.toString(port), "0 to " + PORT_MAX);
    }
  }
}
