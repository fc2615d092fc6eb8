package dev.picket.cli;

import dev.picket.observation.InvalidInputException;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.store.StoreSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code picket server}. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Run the server on your PostgreSQL, 15 or newer.",
      "Any number of them may share one database."
    },
    footer = {
      "",
      "Example:",
      "  PICKET_DATABASE_URL=postgresql://picket:secret@db.example:5432/picket picket server",
      "",
      "In a cluster, or with --kubeconfig, replicas share the informers among them.",
    })
final class ServerCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private ServingOptions options;

  @Mixin private ConfigOption config;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:PICKET_HOST:-0.0.0.0}",
      description = "Address to listen on. Default: PICKET_HOST, else 0.0.0.0.")
  private String host;

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      defaultValue = "${env:PICKET_DATABASE_URL:-}",
      description = {
        "postgresql://user:password@host:port/database. Default: PICKET_DATABASE_URL,",
        "which keeps the password out of the process list."
      })
  private String databaseUrl;

  @Mixin private MembershipOptions membership;

  @Option(
      names = "--end-with-input",
      hidden = true,
      description = "End when standard input ends: so does a replica with the one who started it.")
  private boolean endWithInput;

  @Override
  public void run() {
    IngesterFile ingesters = config.ingesters();
    if (databaseUrl.isEmpty()) {
      throw new InvalidInputException(
          "--database-url",
          "nothing",
          "postgresql://user:password@host:port/database, here or in PICKET_DATABASE_URL");
    }
    StoreSettings store = StoreSettings.parse("--database-url", databaseUrl);
    Announcement announcement = new Announcement(spec.commandLine().getOut());
    Serving serving =
        new Serving(
            host,
            options.port(),
            ingesters,
            () -> store,
            List.of(),
            membership.settings(System.getenv()));
    if (endWithInput) {
      Thread.ofVirtual().name("input").start(() -> endWithInput(serving));
    }
    serving.run(address -> announce(announcement, address, ingesters));
  }

  private void announce(Announcement announcement, String address, IngesterFile ingesters) {
    if (endWithInput) {
      announcement.ready(address);
    } else {
      announcement.serving(address, ingesters);
    }
  }

  private static void endWithInput(Serving serving) {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // Broken or at its end, whoever wrote to it is gone.
    }
    serving.end();
  }
}
