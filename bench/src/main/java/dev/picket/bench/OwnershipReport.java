package dev.picket.bench;

import dev.picket.coordination.simulation.Campaign.Findings;
import dev.picket.coordination.simulation.Scenario;
import dev.picket.coordination.simulation.Simulation.Outcome;
import dev.picket.coordination.simulation.Weakness;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what a campaign of simulations found. */
final class OwnershipReport {

  private static final int BUCKETS = 20;
  private static final int BAR_WIDTH = 40;

  private final PrintWriter out;
  private final Weakness weakness;

  OwnershipReport(PrintWriter out, Weakness weakness) {
    this.out = out;
    this.weakness = weakness;
  }

  void print(Findings findings, int threads, Duration took) {
    out.printf(Locale.ROOT, "%,d seeds, %,d violations%n", findings.seeds(), findings.violated());
    out.println();
    out.printf(
        Locale.ROOT,
        "%s; %d threads, %,.0f s, %,.0f seeds a second%n",
        Machine.description(),
        threads,
        took.toMillis() / 1e3,
        findings.seeds() * 1e3 / Math.max(1, took.toMillis()));
    out.printf(Locale.ROOT, "Seeds by scenario: %s%n", byScenario(findings));
    out.printf(
        Locale.ROOT,
        "Writes to a sink with fences: %,d accepted, %,d stale ones refused%n",
        findings.accepted(),
        findings.refused());
    findings.violations().forEach(this::printViolation);
    if (findings.violated() > findings.violations().size()) {
      out.printf(
          Locale.ROOT, "... and %,d more%n", findings.violated() - findings.violations().size());
    }
    printUnowned(findings);
  }

  private static String byScenario(Findings findings) {
    return findings.played().entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s %,d", each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void printViolation(Outcome broken) {
    String option = weakness == Weakness.NONE ? "" : " --weakness " + weakness;
    out.println();
    out.printf(
        Locale.ROOT,
        "Seed %d, %s: %s%n",
        broken.seed(),
        broken.scenario(),
        broken.violation().orElseThrow().getMessage());
    out.printf(Locale.ROOT, "  ./picket simulate ownership%s --seed %d%n", option, broken.seed());
  }

  private void printUnowned(Findings findings) {
    out.println();
    out.println(
        "How long a partition was unowned after one fault, where it was; leases of 5/3/1 s:");
    for (Scenario scenario : Scenario.values()) {
      List<Duration> times = findings.unowned().getOrDefault(scenario, List.of());
      if (!times.isEmpty()) {
        printTimes(scenario, times);
      }
    }
  }

  private void printTimes(Scenario scenario, List<Duration> sorted) {
    out.println();
    out.printf(
        Locale.ROOT,
        "%s: %,d partitions; median %,d ms, p99 %,d ms, max %,d ms; bound %,d ms%n",
        scenario,
        sorted.size(),
        quantile(sorted, 0.5).toMillis(),
        quantile(sorted, 0.99).toMillis(),
        sorted.getLast().toMillis(),
        scenario.bound().toMillis());
    printHistogram(sorted, scenario.bound());
  }

  /** From the first bucket that holds something to the last. */
  private void printHistogram(List<Duration> sorted, Duration bound) {
    long width = bound.toMillis() / BUCKETS;
    Map<Long, Long> counts = new TreeMap<>();
    // A bucket holds its upper end.
    sorted.forEach(each -> counts.merge((each.toMillis() - 1) / width, 1L, Long::sum));
    long highest = Collections.max(counts.values());
    long last = (sorted.getLast().toMillis() - 1) / width;
    for (long i = (sorted.getFirst().toMillis() - 1) / width; i <= last; i++) {
      long count = counts.getOrDefault(i, 0L);
      String bar = count == 0 ? "" : " " + "#".repeat((int) (1 + count * BAR_WIDTH / highest));
      out.printf(Locale.ROOT, "  up to %,6d ms %,9d%s%n", (i + 1) * width, count, bar);
    }
  }

  private static Duration quantile(List<Duration> sorted, double quantile) {
    return sorted.get(Math.max(0, (int) Math.ceil(quantile * sorted.size()) - 1));
  }
}
