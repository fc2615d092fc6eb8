package dev.picket.lab.contract;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.lab.contract.ContractRun.Result;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command {@code test-against}: runs the contract against a cluster and a fresh lab. */
final class Main {

  private static final Ticker TICKER = Ticker.system();
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Held, since loggers that nobody holds forget their levels. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private Main() {}

  public static void main(String[] arguments) {
    HELIDON.setLevel(Level.WARNING);
    System.exit(run(arguments, System.out, System.err));
  }

  /** The exit code: 0 when nothing failed, 1 when a case did, 64 on wrong arguments. */
  private static int run(String[] arguments, PrintStream out, PrintStream err) {
    TestAgainst asked;
    try {
      asked = TestAgainst.of(List.of(arguments));
    } catch (IllegalArgumentException wrong) {
      err.println("picket: " + wrong.getMessage());
      err.println();
      err.println(TestAgainst.HELP);
      return 64;
    }
    if (asked.help()) {
      out.println(TestAgainst.HELP);
      return 0;
    }
    try {
      return run(asked, out, err);
    } catch (IOException failure) {
      err.println("picket: " + failure);
      return 1;
    }
  }

  private static int run(TestAgainst asked, PrintStream out, PrintStream err) throws IOException {
    List<ContractCase> cases =
        Contract.cases().stream().filter(each -> asked.chooses(each.title())).toList();
    if (cases.isEmpty()) {
      err.println("picket: no case has \"" + asked.only() + "\" in its title");
      return 64;
    }
    Map<String, List<Result>> columns = new LinkedHashMap<>();
    if (asked.lab()) {
      try (LabServer lab = lab()) {
        lab.start();
        results(lab.kubeconfig(), "127.0.0.1", cases, columns, err);
      }
    }
    if (!asked.kubeconfig().isEmpty()) {
      String kubeconfig = Files.readString(Path.of(asked.kubeconfig()));
      results(kubeconfig, asked.webhookHost(), cases, columns, err);
    }
    ContractReport report = new ContractReport(columns);
    out.println(report.text());
    if (!asked.report().isEmpty()) {
      Files.writeString(Path.of(asked.report()), report.markdown());
      err.println("picket: wrote " + asked.report());
    }
    return report.failed() ? 1 : 0;
  }

  private static LabServer lab() {
    return new LabServer(
        LabSettings.DEFAULTS.withControllers(true), InstantSource.system(), TICKER, RANDOM);
  }

  private static void results(
      String kubeconfig,
      String webhookHost,
      List<ContractCase> cases,
      Map<String, List<Result>> columns,
      PrintStream err) {
    try (ApiServer server = new ApiServer(kubeconfig, webhookHost, TICKER, RANDOM)) {
      String name = server.lab() ? "the lab" : "Kubernetes " + server.version();
      err.println("picket: " + cases.size() + " cases against " + name + " ...");
      AtomicInteger done = new AtomicInteger();
      columns.put(
          name,
          new ContractRun(
                  server, TICKER, each -> progress(done.incrementAndGet(), each, cases, err))
              .of(cases));
    }
  }

  private static void progress(int done, Result result, List<ContractCase> cases, PrintStream err) {
    if (result.failed()) {
      err.println("  failed: " + result.subject().title());
    }
    if (done % 50 == 0 || done == cases.size()) {
      err.println("  " + done + " of " + cases.size());
    }
  }
}
