package dev.picket.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One running PostgreSQL, a grandchild of this process: between them stands a shell that ends it
 * when this process ends, however it ends.
 */
final class PostgresServer {

  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration SHUTDOWN = Duration.ofSeconds(40);

  /**
   * Nothing is traded for speed that a power cut could collect. The memory suits a small machine.
   */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=130",
          "shared_buffers=128MB",
          "wal_buffers=16MB",
          "max_wal_size=4GB",
          "min_wal_size=320MB",
          "checkpoint_timeout=15min",
          "wal_compression=off",
          "log_min_messages=warning",
          "log_checkpoints=off",
          "log_line_prefix=%m [%p] ",
          "timezone=UTC",
          "log_timezone=UTC",
          "jit=off",
          "autovacuum_naptime=20s");

  private final Process watchdog;
  private final Path cluster;

  private PostgresServer(Process watchdog, Path cluster) {
    this.watchdog = watchdog;
    this.cluster = cluster;
  }

  /** A port that is free at the moment. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    }
  }

  /** Starts the server; it does not accept connections yet. */
  static PostgresServer launch(
      PostgresBinaries binaries, DataDirectory directory, UserSwitch user, int port)
      throws IOException {
    List<String> words = new ArrayList<>();
    // A session of its own keeps Ctrl-C in the terminal from ending the server before Picket.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      words.add("/usr/bin/setsid");
    }
    words.addAll(List.of("sh", "-c", watchdogScript(), "picket-postgresql-watchdog"));
    words.addAll(user.prefix());
    words.addAll(List.of(binaries.program("postgres"), "-D", directory.cluster().toString()));
    Stream.concat(Stream.of("port=" + port), SETTINGS.stream())
        .forEach(setting -> words.addAll(List.of("-c", setting)));
    Process watchdog =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()))
            .start();
    return new PostgresServer(watchdog, directory.cluster());
  }

  /**
   * Waits until the server accepts connections.
   *
   * @return whether it does; false when it ended
   */
  boolean awaitReady() throws IOException, InterruptedException {
    while (!watchdog.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      if (PostmasterFile.in(cluster).filter(this::isMineAndReady).isPresent()) {
        return true;
      }
    }
    watchdog.getOutputStream().close();
    return false;
  }

  private boolean isMineAndReady(PostmasterFile file) {
    return file.ready()
        && watchdog.descendants().anyMatch(process -> process.pid() == file.processId());
  }

  /** Waits until the server ends. */
  void awaitEnd() throws InterruptedException {
    watchdog.waitFor();
  }

  /** Waits that long for the server's end; returns whether it came. */
  boolean endsWithin(Duration patience) throws InterruptedException {
    return watchdog.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the server and waits for it. Open transactions are rolled back. */
  void stop() throws IOException {
    List<ProcessHandle> processes = watchdog.descendants().toList();
    watchdog.getOutputStream().close();
    try {
      if (!watchdog.waitFor(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
        kill(processes);
      }
    } catch (InterruptedException interrupted) {
      kill(processes);
      Thread.currentThread().interrupt();
    }
  }

  private void kill(List<ProcessHandle> processes) {
    watchdog.destroyForcibly();
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  private static String watchdogScript() throws IOException {
    try (InputStream in = PostgresServer.class.getResourceAsStream("watchdog.sh")) {
      if (in == null) {
        throw new IllegalStateException("watchdog.sh is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
