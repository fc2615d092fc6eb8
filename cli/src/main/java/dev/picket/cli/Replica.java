package dev.picket.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One {@code picket server} that this process starts, watches, and starts again.
 *
 * <p>Its input is a pipe that nobody writes to: when it ends, whoever held it is gone, and the
 * server ends as well.
 */
final class Replica {

  /** What a replica prints, before its address, once it serves. */
  static final String READY = "ready ";

  private static final Duration RESTART_AFTER = Duration.ofSeconds(10);
  private static final Duration READY_LIMIT = Duration.ofSeconds(90);
  private static final Duration END_LIMIT = Duration.ofSeconds(40);

  private final String name;
  private final String address;
  private final List<String> command;
  private final Map<String, String> environment;
  private final PrintWriter out;

  /** How it ended before it was ready; empty once it is. */
  private final CompletableFuture<Optional<String>> begun = new CompletableFuture<>();

  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread keeper;
  private volatile @Nullable Process process;

  /**
   * Not started yet.
   *
   * @param name of the member
   * @param address where people reach it
   * @param arguments of {@code picket server}
   * @param environment more than this process's own
   * @param out told what it prints, each line with its name before it
   */
  Replica(
      String name,
      String address,
      List<String> arguments,
      Map<String, String> environment,
      PrintWriter out) {
    this.name = name;
    this.address = address;
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.command = new ArrayList<>(thisJava());
    command.addAll(List.of("server", "--member", name, "--advertise", address));
    command.add("--end-with-input");
    command.addAll(arguments);
  }

  /** The JVM that runs this, with its options. */
  private static List<String> thisJava() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  /** Of the process that runs now; 0 while none does. */
  long pid() {
    Process running = process;
    return running == null ? 0 : running.pid();
  }

  void start() {
    keeper = Thread.ofVirtual().name(name).start(this::keep);
  }

  /**
   * Returns when it serves.
   *
   * @throws UnavailableException when it ended before that, or takes too long
   */
  void awaitReady() {
    try {
      Optional<String> end = begun.get(READY_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      if (end.isPresent()) {
        throw new UnavailableException(
            name + " " + end.get() + " before it was ready; what it printed says why", null);
      }
    } catch (TimeoutException | ExecutionException late) {
      throw new UnavailableException(
          "%s did not become ready within %d s; what it printed says what it waits for"
              .formatted(name, READY_LIMIT.toSeconds()),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while " + name + " started", interrupted);
    }
  }

  /** Asks it to end in order. */
  void terminate() {
    closing.countDown();
    Process running = process;
    if (running != null) {
      askToEnd(running);
    }
  }

  /** By its handle, since {@link Process#destroy()} would cut off what it has still to say. */
  private static void askToEnd(Process running) {
    running.toHandle().destroy();
  }

  /** Returns when it has ended; one that takes too long is killed. */
  void awaitEnd() {
    Thread keeping = keeper;
    try {
      if (keeping != null && !keeping.join(END_LIMIT)) {
        say("does not end, and is killed");
        Process running = process;
        if (running != null) {
          running.destroyForcibly();
        }
        keeping.join();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    try {
      do {
        String end = runOnce();
        if (begun.complete(Optional.of(end))) {
          return;
        }
        if (closing.getCount() > 0) {
          say(end + "; it is started again in " + RESTART_AFTER.toSeconds() + " s");
        }
      } while (!closing.await(RESTART_AFTER.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how it ended. */
  private String runOnce() throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process started = builder.start();
      process = started;
      if (closing.getCount() == 0) {
        askToEnd(started);
      }
      relay(started);
      return "ended with exit code " + started.waitFor();
    } catch (IOException failure) {
      return "cannot be run: " + failure.getMessage();
    } finally {
      process = null;
    }
  }

  private void relay(Process running) throws IOException {
    try (BufferedReader lines = running.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith(READY)) {
          say(line);
        } else if (!begun.complete(Optional.empty())) {
          say("is ready again, as process " + running.pid());
        }
      }
    }
  }

  private void say(String line) {
    synchronized (out) {
      out.println(name + ": " + line);
      out.flush();
    }
  }
}
