package dev.picket.lab;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs a kubectl that is found on PATH against a lab. */
final class Kubectl {

  private static final int COMMAND_SECONDS_MAX = 60;

  private final Path program;
  private final Path home;
  private int runs;

  private Kubectl(Path program, Path home) {
    this.program = program;
    this.home = home;
  }

  /** The one that is found; it keeps its files in a directory. */
  static Optional<Kubectl> find(LabServer lab, Path home) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "");
    Optional<Path> program =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .map(each -> Path.of(each, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst();
    Files.writeString(home.resolve("kubeconfig"), lab.kubeconfig());
    return program.map(each -> new Kubectl(each, home));
  }

  /** Writes a file for a command's {@code -f}. */
  String file(String name, String content) {
    try {
      return Files.writeString(home.resolve(name), content).toString();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a command that succeeds prints. */
  String run(String... arguments) {
    Result result = result(arguments);
    if (result.exit() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + result.err());
    }
    return result.out();
  }

  /** What a command that fails says. */
  String failure(String... arguments) {
    Result result = result(arguments);
    if (result.exit() == 0) {
      throw new AssertionError(String.join(" ", arguments) + " should fail: " + result.out());
    }
    return result.err();
  }

  Result result(String... arguments) {
    try {
      runs++;
      Path out = home.resolve("out" + runs);
      Path err = home.resolve("err" + runs);
      Process process =
          builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", arguments) + " takes too long");
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** A command that goes on; its lines come as they are asked for. */
  Running start(String... arguments) {
    try {
      Process process = builder(arguments).redirectErrorStream(true).start();
      return new Running(process, process.inputReader(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of("--cache-dir", home.resolve("cache").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", home.resolve("kubeconfig").toString());
    builder.environment().put("KUBE_EDITOR", "sed -i s/before/after/");
    return builder;
  }

  /** What a command came to. */
  record Result(int exit, String out, String err) {}

  /** A command that goes on. */
  record Running(Process process, BufferedReader lines) implements AutoCloseable {

    String line() {
      try {
        return String.valueOf(lines.readLine());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
