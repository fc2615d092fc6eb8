package dev.picket.cli;

import dev.picket.sources.ingester.IngesterFile;
import dev.picket.store.EmbeddedPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    footer = {
      "",
      "Examples:",
      "  picket up                              one server, for webhooks",
      "  picket up --replicas 3                 three, which share the informers, and survive a kill -9",
      "",
      "Ctrl-C ends it; the data stays in the data directory.",
    })
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

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = {
        "Run N servers, 1 to 9, as processes of their own, which share the work by an embedded",
        "Kubernetes API: to see how it scales, and what happens when one is killed. They listen on",
        "PORT and the ports after it."
      })
  private @Nullable Integer replicas;

  @Override
  public void run() {
    IngesterFile ingesters = config.ingesters();
    Announcement announcement = new Announcement(spec.commandLine().getOut());
    Integer wanted = replicas;
    if (wanted != null) {
      ReplicaPorts ports = new ReplicaPorts(host, options.port(), wanted);
      new UpInReplicas(ports, config.file(), dataDirectory, spec.commandLine().getOut())
          .run(announcement);
      return;
    }
    EmbeddedPostgres postgres = new EmbeddedPostgres(dataDirectory, new SecureRandom());
    announcement.starting(dataDirectory);
    new Serving(
            host,
            options.port(),
            ingesters,
            postgres::settings,
            List.of(postgres),
            Optional.empty())
        .run(address -> announcement.up(address, ingesters, dataDirectory));
  }
}
