package dev.picket.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A replica of the server: a process at a port of its own, which can be started again. */
final class Member implements AutoCloseable {

  private static final String FENCED = "picket_store_holdings_fenced_total ";
  private static final int PATIENCE_MILLIS = 5_000;
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final String name;
  private final int port;
  private final Link link;
  private final Path kubeconfig;
  private final Path log;
  private final String databaseUrl;
  private volatile FaultyProcess process;

  private Member(String name, int port, Link link, Path kubeconfig, Path log, String databaseUrl)
      throws IOException {
    this.name = name;
    this.port = port;
    this.link = link;
    this.kubeconfig = kubeconfig;
    this.log = log;
    this.databaseUrl = databaseUrl;
    this.process = launch();
  }

  /**
   * Starts one; it is not ready yet.
   *
   * @param kubeconfig of the API server, whose address is replaced by that of a link of its own
   */
  static Member start(
      String name, String kubeconfig, int apiServerPort, String databaseUrl, Workspace workspace)
      throws IOException {
    Link link = new Link(apiServerPort);
    Path file = workspace.file(name + ".kubeconfig");
    String own = kubeconfig.replace(":" + apiServerPort + "\"", ":" + link.port() + "\"");
    Files.writeString(file, own, StandardCharsets.UTF_8);
    Path log = workspace.file(name + ".log");
    return new Member(name, Workspace.freePort(), link, file, log, databaseUrl);
  }

  private FaultyProcess launch() throws IOException {
    List<String> command =
        List.of(
            Workspace.command(),
            "server",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--member",
            name,
            "--kubeconfig",
            kubeconfig.toString(),
            "--namespace",
            "default",
            "--lease",
            "fast",
            "--end-with-input");
    return FaultyProcess.start(command, Map.of("PICKET_DATABASE_URL", databaseUrl), link, log);
  }

  int port() {
    return port;
  }

  FaultyProcess process() {
    return process;
  }

  /** Starts it again, once it has ended. */
  void restart() throws IOException {
    process.awaitEnd();
    process = launch();
  }

  void awaitReady() throws IOException {
    long begun = System.nanoTime();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
        throw new IOException(name + " did not become ready:\n" + Files.readString(log));
      }
      Pause.millis(100);
    }
  }

  private boolean isReady() {
    try {
      return get("/readyz").status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  Connection.Answer get(String path) throws IOException {
    try (Connection connection = new Connection(port, path, PATIENCE_MILLIS)) {
      return connection.get();
    }
  }

  /** How many writes of this process the store has refused as stale; 0 when it does not run. */
  long refusedWrites() throws IOException {
    if (!process.isAlive()) {
      return 0;
    }
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(FENCED))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(FENCED.length())))
        .sum();
  }

  @Override
  public void close() throws IOException {
    process.kill();
    process.awaitEnd();
    link.close();
  }
}
