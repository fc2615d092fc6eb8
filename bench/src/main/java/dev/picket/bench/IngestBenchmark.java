package dev.picket.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./picket bench ingest}: how many reports a second are acknowledged and committed. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Start a server with its PostgreSQL, post reports to it from this process over real HTTP,"
            + " and count what is acknowledged and what is in the database.")
final class IngestBenchmark implements Callable<Integer> {

  private static final int WARM_UP_CONNECTIONS = 64;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long each measurement takes. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description =
          "How long a mixture of all scenarios runs first, until the JVM has compiled what is hot."
              + " Default: ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(
      names = "--connections",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,64,256",
      description = "Connections to measure with. Default: ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of();

  @Option(names = "--scenario", paramLabel = "N", description = "Only this one, counted from 1.")
  private int only;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "For the payloads. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException, SQLException {
    PrintWriter out = spec.commandLine().getOut();
    try (Workspace workspace = Workspace.create();
        ServerProcess server =
            ServerProcess.start(
                Workspace.command(),
                Workspace.freePort(),
                workspace.file("data"),
                workspace.file("server.log"))) {
      Database database = new Database(server.databaseUrl());
      boolean complete = measure(server, database, out);
      out.flush();
      return complete ? 0 : 1;
    }
  }

  private boolean measure(ServerProcess server, Database database, PrintWriter out)
      throws IOException, SQLException {
    printHeadings(database, out);
    boolean clean = true;
    List<Scenario> scenarios = scenarios();
    for (Scenario scenario : scenarios) {
      new Load(scenario.at(0), server.port(), WARM_UP_CONNECTIONS)
          .saturate(Duration.ofMillis(1_000L * warmUpSeconds / scenarios.size()), seed);
    }
    for (int i = 0; i < scenarios.size(); i++) {
      if (only != 0 && only != i + 1) {
        continue;
      }
      for (int count : connections) {
        Measurement measurement =
            Measurement.take(
                scenarios.get(i), count, Duration.ofSeconds(seconds), seed, server, database);
        printRow(measurement, out);
        clean &= measurement.clean();
      }
    }
    printComparison(database, out);
    return clean;
  }

  private void printHeadings(Database database, PrintWriter out) throws SQLException {
    out.println("Machine: " + Machine.description());
    out.printf(
        "PostgreSQL %s, fsync on. Client, server and database share the machine.%n",
        database.version());
    out.println(
        "Peak: each connection posts as soon as it is answered. Half: open loop at half the peak,");
    out.println("latency from the time at which each request was due. CPU: percent of one core.");
    out.printf("The server was warmed up for %d s.%n", warmUpSeconds);
    out.println();
    out.println(
        "events                          conns  peak ev/s   half ev/s   p50 ms   p99 ms p99.9 ms"
            + "     acked     in db      rows  lost failed  server  database  client RSS MiB");
    out.flush();
  }

  private static void printRow(Measurement measured, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-31s %5d %10.0f  %10.0f %8.1f %8.1f %8.1f %9d %9d %9d %5d %6d %6.0f%% %8.0f%% %6.0f%% %7d%n",
        measured.scenario().title(),
        measured.connections(),
        measured.peak().perSecond(),
        measured.half().perSecond(),
        measured.half().latencyMicros().getValueAtPercentile(50) / 1e3,
        measured.half().latencyMicros().getValueAtPercentile(99) / 1e3,
        measured.half().latencyMicros().getValueAtPercentile(99.9) / 1e3,
        measured.acknowledged(),
        measured.contents().occurrences(),
        measured.contents().rows(),
        measured.lost(),
        measured.failed(),
        measured.serverCpuPercent(),
        measured.databaseCpuPercent(),
        measured.clientCpuPercent(),
        measured.residentMebibytes());
    out.flush();
  }

  private void printComparison(Database database, PrintWriter out)
      throws SQLException, IOException {
    out.println();
    out.println("Beside it:");
    Database.Speed copy = database.copyAlone();
    out.println(
        String.format(
            Locale.ROOT,
            "  PostgreSQL alone, COPY of %,d of these rows into the same table and indexes, two"
                + " writers, 1,000 rows a commit: %,.0f rows/s",
            copy.rows(),
            copy.perSecond()));
    Database.Speed upsert = database.upsertAlone();
    out.println(
        String.format(
            Locale.ROOT,
            "  PostgreSQL alone, one statement that repeats %,d of them: %,.0f rows/s",
            upsert.rows(),
            upsert.perSecond()));
    out.println(
        "  Zen Watcher, as its documentation says (4 vCPU a node): 45-50 obs/s from one source,"
            + " 180-200 from five; its own later stress test: 16-22");
  }

  private static List<Scenario> scenarios() {
    return List.of(
        new Scenario("Falco, one by one, all unique", "/ingest/falco", 1, 0, "fu"),
        new Scenario("Falco, one by one, 90% repeats", "/ingest/falco", 1, 0.9, "fr"),
        new Scenario("audit, 100 a batch, all unique", "/ingest/audit", 100, 0, "au"),
        new Scenario("audit, 100 a batch, 90% repeats", "/ingest/audit", 100, 0.9, "ar"));
  }
}
