package dev.picket.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process to which faults are done. It ends with its standard input, and so with this program.
 *
 * @param link its only way to the API server
 */
record FaultyProcess(Process process, Link link) {

  static FaultyProcess start(
      List<String> command, Map<String, String> environment, Link link, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new FaultyProcess(builder.start(), link);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Not by destroy(), which would close its standard input as well. */
  void terminate() {
    signal("-TERM");
  }

  void stop() {
    signal("-STOP");
  }

  void resume() {
    signal("-CONT");
  }

  void awaitEnd() {
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + process.pid() + " did not end");
      }
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }

  private void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + name + " " + process.pid() + ": " + code);
      }
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException("cannot send " + name, failure);
    }
  }
}
