package dev.picket.cli;

import dev.picket.sources.ingester.IngesterFile;
import dev.picket.store.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code picket up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Run everything on this machine: the server, and a PostgreSQL of its own.",
    footer = {"", "Ctrl-C ends it; the data stays in the data directory."})
final class UpCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private ServingOptions options;

  @Mixin private ConfigOption config;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:PICKET_HOST:-127.0.0.1}",
      description = {
        "Address to listen on. Default: PICKET_HOST, else 127.0.0.1, which only this machine reaches."
      })
  private String host;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "${env:PICKET_DATA_DIR:-picket-data}",
      description = "Where the data lives. Default: PICKET_DATA_DIR, else ./picket-data.")
  private Path dataDirectory;

  @Override
  public void run() {
    IngesterFile ingesters = config.ingesters();
    Announcement announcement = new Announcement(spec.commandLine().getOut());
    announcement.starting(dataDirectory);
    EmbeddedPostgres postgres = new EmbeddedPostgres(dataDirectory, new SecureRandom());
    new Serving(host, options.port(), ingesters, postgres::settings, List.of(postgres))
        .run(address -> announcement.up(address, ingesters, dataDirectory));
  }
}
