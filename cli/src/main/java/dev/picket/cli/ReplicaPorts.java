package dev.picket.cli;

import dev.picket.observation.InvalidInputException;

/**
 * Where the replicas of one machine listen: each on a port of its own, one after another.
 *
 * @param host the address that all listen on
 * @param first the first one's port
 */
record ReplicaPorts(String host, int first, int count) {

  private static final int COUNT_MAX = 9;
  private static final int PORT_MAX = 65_535;

  /**
   * Checks them.
   *
   * @throws InvalidInputException naming the option that is wrong
   */
  ReplicaPorts {
    if (count < 1 || count > COUNT_MAX) {
      throw new InvalidInputException("--replicas", Integer.toString(count), "1 to " + COUNT_MAX);
    }
    int firstMax = PORT_MAX - count + 1;
    if (first < 1 || first > firstMax) {
      throw new InvalidInputException(
          "--port",
          Integer.toString(first),
          "1 to %d: replicas listen on this port and those after it".formatted(firstMax));
    }
  }

  int port(int replica) {
    return first + replica;
  }

  /** Where people reach it. */
  String address(int replica) {
    return Serving.address(host, port(replica));
  }
}
