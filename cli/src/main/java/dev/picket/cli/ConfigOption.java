package dev.picket.cli;

import dev.picket.sources.ingester.IngesterFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says what is taken in, for every command that needs to know. */
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:PICKET_CONFIG:-" + Option.NULL_VALUE + "}",
      description = {
        "YAML file that says what is taken in and how: see docs/configuration.md.",
        "Default: PICKET_CONFIG, else Falco, audit and generic JSON without authentication."
      })
  private @Nullable Path file;

  /** The file, if there is one. */
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * What is taken in.
   *
   * @throws dev.picket.observation.InvalidInputException naming file and line
   */
  IngesterFile ingesters() {
    return file == null ? IngesterFile.defaults() : IngesterFile.read(file);
  }
}
