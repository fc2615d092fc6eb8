package dev.picket.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link ServedApi} as its parent sees it. Used by one thread. */
final class ServedApiProcess implements AutoCloseable {

  private static final String READY = "ready ";
  private static final int END_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;
  private final String[] ready;
  private final long startNanos;

  private ServedApiProcess(
      Process process, BufferedReader out, PrintWriter in, String[] ready, long startNanos) {
    this.process = process;
    this.out = out;
    this.in = in;
    this.ready = ready;
    this.startNanos = startNanos;
  }

  /** Starts one with 512 MiB of heap; it listens when this returns. */
  static ServedApiProcess start(String... arguments) throws IOException {
    return startWith(List.of(), Redirect.INHERIT, arguments);
  }

  /**
   * The same with further options of the JVM.
   *
   * @param errors where what it says of them goes
   */
  static ServedApiProcess startWith(List<String> options, Redirect errors, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ServedApi.class.getName()));
    command.addAll(List.of(arguments));
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the server in a process of its own ended before it was ready");
    }
    long taken = System.nanoTime() - begun;
    PrintWriter in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    return new ServedApiProcess(process, out, in, line.split(" ", -1), taken);
  }

  /** From the process's start until it listened. */
  double startMillis() {
    return startNanos / 1e6;
  }

  /** A client with a connection of its own. */
  MapClient client() {
    return new MapClient(ready[1], ready[2], authority());
  }

  /** What it answers to a word. */
  long ask(String word) throws IOException {
    in.println(word);
    String answer = out.readLine();
    if (answer == null) {
      throw new IOException("the server's process has ended");
    }
    return Long.parseLong(answer);
  }

  private String authority() {
    return ready[3].equals("none")
        ? ""
        : new String(Base64.getDecoder().decode(ready[3]), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
