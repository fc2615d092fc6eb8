package dev.picket.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./picket bench takeover}: what is wrong, lost or counted twice after a replica failed. */
@Command(
    name = "takeover",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Start three servers as processes, with PostgreSQL and a Kubernetes API server, "
            + "give them reports to watch and webhooks to answer, and do faults to them. While "
            + "the victim is away, reports are deleted, changed, and recreated under the same "
            + "name. Afterwards each finding's state and count in the database is compared "
            + "with what they must be.",
    footer = {
      "",
      "Ends with 1 if a finding is wrong, an occurrence is counted twice, or an",
      "acknowledged webhook is lost.",
      "",
      "Examples:",
      "  picket bench takeover --runs 1 --leader-runs 0   # a first look",
      "  picket bench takeover --faults stop --runs 20    # a replica that wakes late",
    })
final class TakeoverBenchmark implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each fault is done. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--faults",
      paramLabel = "FAULT",
      split = ",",
      defaultValue = "kill,term,stop,cut,coordinator",
      converter = FaultConverter.class,
      description =
          "Which: kill (-9), term, stop (SIGSTOP, and SIGCONT after 8 s), cut (off from "
              + "the API server for 8 s, though not from the database), coordinator (kill -9). "
              + "Default: all.")
  private List<Fault> faults = List.of();

  @Option(
      names = "--leader-runs",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often each fault is done to a single leader with a 15 s Lease, for "
              + "comparison. Each takes about 20 s. Default: ${DEFAULT-VALUE}.")
  private int leaderRuns;

  @Option(
      names = "--reports",
      paramLabel = "N",
      defaultValue = "2000",
      description = "VulnerabilityReports, of three findings each. Default: ${DEFAULT-VALUE}.")
  private int reports;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "300",
      description = "Webhooks a second. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses victims and reports. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--logs",
      paramLabel = "DIRECTORY",
      description = "Where the servers' logs are to stay. Default: nowhere.")
  private @Nullable Path logs;

  @Override
  public Integer call() throws IOException, SQLException {
    PrintWriter progress = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try (Workspace workspace = Workspace.create();
        Rig rig = Rig.start(workspace)) {
      TakeoverTable table = new TakeoverTable(spec.commandLine().getOut());
      try {
        return measure(rig, table, progress) ? 0 : 1;
      } finally {
        if (logs != null) {
          workspace.keepLogs(logs);
        }
      }
    }
  }

  private boolean measure(Rig rig, TakeoverTable table, PrintWriter progress)
      throws IOException, SQLException {
    progress.println("three servers start, and watch " + reports + " reports ...");
    boolean clean = true;
    try (TakeoverTrials trials = TakeoverTrials.prepare(rig, reports, rate, seed, progress)) {
      table.head(rig, reports, rate);
      for (Fault fault : faults) {
        List<Trial> results = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
          Trial trial = trials.run(fault);
          results.add(trial);
          progress.printf("%s, %d of %d: %s%n", fault, i, runs, TakeoverTable.brief(trial));
        }
        table.row(fault, results);
        clean &= results.stream().allMatch(Trial::isClean);
      }
    }
    if (leaderRuns > 0) {
      compare(rig, table, progress);
    }
    return clean;
  }

  private void compare(Rig rig, TakeoverTable table, PrintWriter progress) throws IOException {
    table.leaderHead();
    try (LeaderTrials trials = LeaderTrials.prepare(rig, seed)) {
      for (Fault fault : faults.stream().filter(LeaderTrials::knows).toList()) {
        List<LeaderTrials.Takeover> results = new ArrayList<>();
        for (int i = 1; i <= leaderRuns; i++) {
          LeaderTrials.Takeover takeover = trials.run(fault);
          results.add(takeover);
          progress.printf(
              "single leader, %s, %d of %d: %s%n",
              fault, i, leaderRuns, TakeoverTable.brief(takeover));
        }
        table.leaderRow(fault, results);
      }
    }
  }
}
