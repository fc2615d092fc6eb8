package dev.picket.lab;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a lab is set up.
 *
 * @param host the address to listen on; the certificate is for it and for this machine's own names
 * @param port the port to listen on; 0 for the one that the data directory's last lab had, or any
 *     that is free
 * @param token what clients show to be let in; empty for the data directory's, or one that the lab
 *     makes up
 * @param shardSelector whether lists and watches know KEP-5866; without it the parameter is
 *     ignored, as servers from before it do
 * @param historyLimit how many changes are held; older revisions are answered with 410 Gone
 * @param controllers whether what happens by itself in a cluster happens here: workloads get their
 *     pods, namespaces their default ServiceAccount
 * @param nodes how many simulated nodes there are at the start; any only with controllers
 * @param watchBufferLimit how many changes a watch may be behind before it is cut off
 * @param dataDirectory where the lab keeps its state, its token, its authority and its port, so
 *     that the next one goes on there; null to keep nothing
 */
public record LabSettings(
    String host,
    int port,
    String token,
    boolean shardSelector,
    boolean controllers,
    int nodes,
    int historyLimit,
    int watchBufferLimit,
    @Nullable Path dataDirectory) {

  /** On this machine, at any free port, with everything on. */
  public static final LabSettings DEFAULTS =
      new LabSettings("127.0.0.1", 0, "", true, false, 0, 50_000, 10_000, null);

  private static final int PORT_MAX = 65_535;
  private static final int NODES_MAX = 5_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the first that is wrong
   */
  public LabSettings {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port: found " + port + ", expected 0 to " + PORT_MAX);
    }
    if (nodes < 0 || nodes > NODES_MAX || (nodes > 0 && !controllers)) {
      throw new IllegalArgumentException(
          "nodes: found %d, expected 0 to %d, and any only with controllers"
              .formatted(nodes, NODES_MAX));
    }
    if (historyLimit < 1 || watchBufferLimit < 1) {
      throw new IllegalArgumentException(
          "historyLimit and watchBufferLimit: found %d and %d, expected 1 or more"
              .formatted(historyLimit, watchBufferLimit));
    }
    if (!token.matches("[\\x21-\\x7e]*")) {
      throw new IllegalArgumentException("token: expected visible ASCII characters only");
    }
  }

  public LabSettings withPort(int other) {
    return new LabSettings(
        host,
        other,
        token,
        shardSelector,
        controllers,
        nodes,
        historyLimit,
        watchBufferLimit,
        dataDirectory);
  }

  public LabSettings withToken(String other) {
    return new LabSettings(
        host,
        port,
        other,
        shardSelector,
        controllers,
        nodes,
        historyLimit,
        watchBufferLimit,
        dataDirectory);
  }

  public LabSettings withShardSelector(boolean other) {
    return new LabSettings(
        host,
        port,
        token,
        other,
        controllers,
        nodes,
        historyLimit,
        watchBufferLimit,
        dataDirectory);
  }

  public LabSettings withControllers(boolean other) {
    return new LabSettings(
        host,
        port,
        token,
        shardSelector,
        other,
        nodes,
        historyLimit,
        watchBufferLimit,
        dataDirectory);
  }

  /** With controllers and simulated nodes. */
  public LabSettings withNodes(int other) {
    return new LabSettings(
        host,
        port,
        token,
        shardSelector,
        true,
        other,
        historyLimit,
        watchBufferLimit,
        dataDirectory);
  }

  public LabSettings withHistoryLimit(int other) {
    return new LabSettings(
        host,
        port,
        token,
        shardSelector,
        controllers,
        nodes,
        other,
        watchBufferLimit,
        dataDirectory);
  }

  public LabSettings withWatchBufferLimit(int other) {
    return new LabSettings(
        host, port, token, shardSelector, controllers, nodes, historyLimit, other, dataDirectory);
  }

  public LabSettings withDataDirectory(Path other) {
    return new LabSettings(
        host,
        port,
        token,
        shardSelector,
        controllers,
        nodes,
        historyLimit,
        watchBufferLimit,
        other);
  }
}
