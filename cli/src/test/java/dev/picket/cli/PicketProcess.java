package dev.picket.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A real {@code picket} process under test, run from the classes just compiled, on a port of its
 * own.
 */
final class PicketProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int PORT_MIN = 20_000;
  private static final int PORT_END = 32_000;

  private final Process process;
  private final int port;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private PicketProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** {@code picket up} over a data directory; ready when this returns. */
  static PicketProcess up(Path directory, String... more) {
    return startUp(directory, freePort(), more).awaitReady();
  }

  /** {@code picket up} on this port; not ready yet, and perhaps never. */
  static PicketProcess startUp(Path directory, int port, String... more) {
    List<String> arguments = new ArrayList<>(List.of("up", "--port", Integer.toString(port)));
    arguments.addAll(List.of("--data-dir", directory.resolve("data").toString()));
    arguments.addAll(List.of(more));
    return start(directory, port, arguments);
  }

  /** {@code picket up --replicas}; all are ready when this returns. */
  static PicketProcess upInReplicas(Path directory, int count) {
    PicketProcess picket =
        startUp(directory, freePorts(count), "--replicas", Integer.toString(count));
    return picket.awaitReady(() -> picket.output().contains("Ctrl-C ends it"));
  }

  /** {@code picket server} on somebody else's database; ready when this returns. */
  static PicketProcess server(Path directory, String databaseUrl, String... more) {
    int port = freePort();
    List<String> arguments = new ArrayList<>(List.of("server", "--port", Integer.toString(port)));
    arguments.addAll(List.of("--database-url", databaseUrl));
    arguments.addAll(List.of(more));
    return start(directory, port, arguments).awaitReady();
  }

  /** {@code picket lab start}; ready when this returns. */
  static PicketProcess lab(Path directory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("lab", "start"));
    arguments.addAll(List.of(more));
    PicketProcess picket = start(directory, 0, arguments);
    return picket.awaitReady(() -> picket.output().contains("Ctrl-C ends it"));
  }

  private static PicketProcess start(Path directory, int port, List<String> arguments) {
    try {
      Path log = directory.resolve("picket-" + port + ".log");
      List<String> command = new ArrayList<>(List.of(script(directory).toString()));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new PicketProcess(process, port, log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A script named {@code picket} that does what the launcher does, without building. */
  static Path script(Path directory) throws IOException {
    Path script = directory.resolve("picket");
    if (!Files.exists(script)) {
      Files.writeString(
          script,
          """
          #!/bin/sh
          exec '%s/bin/java' -Xmx128m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
            --sun-misc-unsafe-memory-access=allow -cp '%s' dev.picket.cli.Main "$@"
          """
              .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return script;
  }

  private PicketProcess awaitReady() {
    return awaitReady(() -> get("/readyz").statusCode() == 200);
  }

  private PicketProcess awaitReady(BooleanSupplier ready) {
    long begun = System.nanoTime();
    while (true) {
      try {
        if (ready.getAsBoolean()) {
          return this;
        }
      } catch (UncheckedIOException notYet) {
        // Its port is not open yet; whether it ever will be, the checks below decide.
      }
      if (!process.isAlive() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
        close();
        throw new IllegalStateException("picket did not become ready:\n" + output());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  String address() {
    return "http://localhost:" + port;
  }

  int port() {
    return port;
  }

  /** What it has printed so far. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(address() + path)).build());
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> postGzip(String path, byte[] packed) {
    return send(
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("Content-Encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(packed))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** The loss contract's numbers of one source. */
  Books books(String source) {
    return Books.of(source, get("/metrics").body());
  }

  /** SIGKILL, to the JVM only: what it leaves behind is what a crash leaves. */
  void killNine() {
    process.destroyForcibly();
    await();
  }

  /** The processes it has started, and theirs. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Waits for it to end by itself. */
  int exitCode() {
    await();
    return process.exitValue();
  }

  /** Ends it as an operator would, and returns its exit code. */
  int terminate() {
    process.destroy();
    await();
    return process.exitValue();
  }

  private void await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("picket does not end:\n" + output());
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }

  private static int freePort() {
    return freePorts(1);
  }

  /**
   * The first of so many ports in a row that are free. They are below those that systems give to
   * outgoing connections, one of which might else take a port before the server does.
   */
  static int freePorts(int count) {
    while (true) {
      int first = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_END - count);
      if (areFree(first, first + count)) {
        return first;
      }
    }
  }

  private static boolean areFree(int from, int end) {
    return IntStream.range(from, end).allMatch(PicketProcess::isFree);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
