package dev.picket.bench;

import dev.picket.coordination.simulation.Campaign;
import dev.picket.coordination.simulation.Campaign.Findings;
import dev.picket.coordination.simulation.Simulation;
import dev.picket.coordination.simulation.Simulation.Outcome;
import dev.picket.coordination.simulation.Weakness;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./picket simulate ownership}: the protocol of leases, shard maps and fences. */
@Command(
    name = "ownership",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Play the protocol of ownership from many seeds: members crash, stall, are suspended and cut"
          + " off, clocks drift and jump, requests and replies are lost, delayed and doubled,"
          + " people edit and delete what they should not. After every step it is checked that no"
          + " two members work on one partition, and that no stale write is accepted.",
      "",
      "The same seed always plays the same. Six seeds of ten are a minute of chaos and what"
          + " follows; the others are a single fault, after which the time is measured for which"
          + " partitions are unowned.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no invariant broke", "1:an invariant broke", "2:the command is wrong"},
    footer = {
      "",
      "Examples:",
      "  Play a hundred thousand seeds, which takes a few minutes:",
      "    picket simulate ownership --seeds 100000",
      "  See what happens in seed 42, event by event:",
      "    picket simulate ownership --seed 42",
      "  See what happens where a rule is left out:",
      "    picket simulate ownership --weakness OPEN_WITHOUT_CLAIM --seeds 100",
    })
final class OwnershipSimulation implements Callable<Integer> {

  private static final int PROGRESS_EVERY = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many seeds to play. Default: ${DEFAULT-VALUE}.")
  private long seeds;

  @Option(
      names = "--from",
      paramLabel = "SEED",
      defaultValue = "0",
      description = "The first of them. Default: ${DEFAULT-VALUE}.")
  private long from;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Play only this one, and tell everything that happens in it.")
  private @Nullable Long only;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many to play at a time. Default: one for each core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--weakness",
      paramLabel = "NAME",
      defaultValue = "NONE",
      description =
          "Leave out a rule of the protocol, to see what it is for. One of: ${COMPLETION-CANDIDATES}."
              + " Default: ${DEFAULT-VALUE}.")
  private Weakness weakness = Weakness.NONE;

  @Override
  public Integer call() throws InterruptedException {
    requireOneOrMore("--seeds", seeds);
    requireOneOrMore("--threads", threads);
    PrintWriter out = spec.commandLine().getOut();
    OwnershipReport report = new OwnershipReport(out, weakness);
    Long seed = only;
    boolean broken = seed == null ? playMany(report) : playOne(seed, out);
    out.flush();
    return broken ? 1 : 0;
  }

  private boolean playMany(OwnershipReport report) throws InterruptedException {
    long begun = System.nanoTime();
    boolean terminal = "terminal".equals(System.getenv("PICKET_STDERR"));
    Findings findings =
        Campaign.play(weakness, from, seeds, threads, terminal ? progress(begun) : _ -> {});
    report.print(findings, threads, Duration.ofNanos(System.nanoTime() - begun));
    return findings.violated() > 0;
  }

  private LongConsumer progress(long begun) {
    PrintWriter err = spec.commandLine().getErr();
    return done -> {
      if (done % PROGRESS_EVERY == 0 || done == seeds) {
        double seconds = (System.nanoTime() - begun) / 1e9;
        err.printf(
            Locale.ROOT,
            "\r  %,d of %,d seeds, %,.0f a second ",
            done,
            seeds,
            done / Math.max(seconds, 0.001));
        if (done == seeds) {
          err.print("\r%-60s\r".formatted(""));
        }
        err.flush();
      }
    };
  }

  private boolean playOne(long seed, PrintWriter out) {
    Outcome outcome = Simulation.play(seed, weakness, true);
    out.printf("Seed %d plays %s; times are seconds.%n%n", seed, outcome.scenario());
    outcome.story().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "%n%,d writes accepted, %,d stale ones refused; %s%n",
        outcome.accepted(),
        outcome.refused(),
        outcome
            .violation()
            .map(violation -> "this broke: " + violation.getMessage())
            .orElse("no invariant broke"));
    return outcome.violation().isPresent();
  }

  private void requireOneOrMore(String option, long value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d, expected 1 or more".formatted(option, value));
    }
  }
}
