package dev.picket.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program that runs to its end. */
record Command(List<String> words) {

  /** What came of it. */
  record Result(int status, String output) {}

  static Command of(List<String> prefix, String... words) {
    List<String> all = new ArrayList<>(prefix);
    Stream.of(words).forEach(all::add);
    return new Command(List.copyOf(all));
  }

  Result run() throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + words.getFirst(), interrupted);
    }
  }

  /** Runs it and fails unless it succeeds. */
  void runOrFail() throws IOException {
    Result result = run();
    if (result.status() != 0) {
      throw new DatabaseStartException(
          String.join(" ", words)
              + " failed with status "
              + result.status()
              + ": "
              + result.output());
    }
  }
}
