package dev.picket.lab;

/**
 * How a lab is set up.
 *
 * @param host the address to listen on; the certificate is for it and for this machine's own names
 * @param port the port to listen on; 0 for any that is free
 * @param token what clients show to be let in; empty for one that the lab makes up
 * @param shardSelector whether lists and watches know KEP-5866; without it the parameter is
 *     ignored, as servers from before it do
 * @param historyLimit how many changes are held; older revisions are answered with 410 Gone
 * @param watchBufferLimit how many changes a watch may be behind before it is cut off
 */
public record LabSettings(
    String host,
    int port,
    String token,
    boolean shardSelector,
    int historyLimit,
    int watchBufferLimit) {

  /** On this machine, at any free port, with everything on. */
  public static final LabSettings DEFAULTS =
      new LabSettings("127.0.0.1", 0, "", true, 50_000, 10_000);

  private static final int PORT_MAX = 65_535;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the first that is wrong
   */
  public LabSettings {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port: found " + port + ", expected 0 to " + PORT_MAX);
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
    return new LabSettings(host, other, token, shardSelector, historyLimit, watchBufferLimit);
  }

  public LabSettings withToken(String other) {
    return new LabSettings(host, port, other, shardSelector, historyLimit, watchBufferLimit);
  }

  public LabSettings withShardSelector(boolean other) {
    return new LabSettings(host, port, token, other, historyLimit, watchBufferLimit);
  }

  public LabSettings withHistoryLimit(int other) {
    return new LabSettings(host, port, token, shardSelector, other, watchBufferLimit);
  }

  public LabSettings withWatchBufferLimit(int other) {
    return new LabSettings(host, port, token, shardSelector, historyLimit, other);
  }
}
