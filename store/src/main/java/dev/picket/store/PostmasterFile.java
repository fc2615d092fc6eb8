package dev.picket.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a PostgreSQL server writes about itself into {@code postmaster.pid} (see "pidfile.h" in its
 * sources): process id first, its status on the eighth line.
 */
record PostmasterFile(long processId, boolean ready) {

  private static final int STATUS_LINE = 7;
  private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(30);
  private static final Duration KILL = Duration.ofSeconds(10);

  /** The file in this cluster; empty when there is none, or only part of one yet. */
  static Optional<PostmasterFile> in(Path cluster) throws IOException {
    try {
      return parse(Files.readAllLines(cluster.resolve("postmaster.pid")));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  private static Optional<PostmasterFile> parse(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    return Optional.of(new PostmasterFile(Long.parseLong(lines.getFirst().strip()), ready));
  }

  /** Stops the server of a Picket that died, if it still runs. */
  static void stopLeftover(Path cluster) throws IOException {
    Optional<ProcessHandle> leftover =
        in(cluster)
            .flatMap(file -> ProcessHandle.of(file.processId()))
            .filter(PostmasterFile::isPostgres);
    if (leftover.isPresent()) {
      stop(leftover.get());
    }
  }

  /** Ends a server: a fast shutdown, and a hard one when that takes too long. */
  static void stop(ProcessHandle server) throws IOException {
    Command.of(List.of(), "kill", "-INT", Long.toString(server.pid())).run();
    if (!ended(server, FAST_SHUTDOWN)) {
      server.destroyForcibly();
      if (!ended(server, KILL)) {
        throw new DatabaseStartException(
            "PostgreSQL, process " + server.pid() + ", does not end; end it by hand");
      }
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
