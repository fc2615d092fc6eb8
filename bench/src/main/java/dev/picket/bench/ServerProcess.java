package dev.picket.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code picket up} of its own, with an empty data directory, and what the kernel knows of it.
 */
final class ServerProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final double TICKS_PER_SECOND = 100;
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Process process;
  private final int port;
  private final Path dataDirectory;

  private ServerProcess(Process process, int port, Path dataDirectory) {
    this.process = process;
    this.port = port;
    this.dataDirectory = dataDirectory;
  }

  static ServerProcess start(String command, int port, Path dataDirectory, Path log)
      throws IOException {
    Process process =
        new ProcessBuilder(
                command,
                "up",
                "--port",
                Integer.toString(port),
                "--data-dir",
                dataDirectory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    ServerProcess server = new ServerProcess(process, port, dataDirectory);
    server.awaitReady(log);
    return server;
  }

  private void awaitReady(Path log) throws IOException {
    long begun = System.nanoTime();
    while (!ready()) {
      if (!process.isAlive() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
        close();
        throw new IOException("the server did not become ready:\n" + Files.readString(log));
      }
      Pause.millis(50);
    }
  }

  private boolean ready() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://localhost:" + port + "/readyz").toURL().openConnection();
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** A JDBC address of its PostgreSQL, with the password. */
  String databaseUrl() throws IOException {
    List<String> postmaster = Files.readAllLines(postmasterFile());
    String password = Files.readString(dataDirectory.resolve("database-password")).strip();
    return "jdbc:postgresql://127.0.0.1:%s/picket?user=picket&password=%s"
        .formatted(postmaster.get(3).strip(), password);
  }

  private Path postmasterFile() throws IOException {
    try (Stream<Path> files = Files.walk(dataDirectory, 2)) {
      return files
          .filter(file -> file.endsWith("postmaster.pid"))
          .findFirst()
          .orElseThrow(() -> new IOException("no postmaster.pid under " + dataDirectory));
    }
  }

  /** CPU seconds that Picket's JVM has used. */
  double serverCpuSeconds() {
    return cpuSeconds(process.toHandle());
  }

  /** CPU seconds that its PostgreSQL has used, as far as its processes still live. */
  double databaseCpuSeconds() {
    return process.descendants().mapToDouble(ServerProcess::cpuSeconds).sum();
  }

  /** Memory of Picket's JVM that is resident, in MiB. */
  long serverResidentMebibytes() {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
      Matcher resident = RESIDENT.matcher(status);
      return resident.find() ? Long.parseLong(resident.group(1)) / 1024 : 0;
    } catch (IOException gone) {
      throw new UncheckedIOException("the server is gone", gone);
    }
  }

  /** CPU seconds that a process has used. */
  static double cpuSeconds(ProcessHandle handle) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException gone) {
      return 0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
