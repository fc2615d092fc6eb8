package dev.picket.bench;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./picket bench ownership}: what it costs to ask who owns what, and to plan it. */
@Command(
    name = "ownership",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measure with JMH, each in a JVM of its own: leave to work on one object, beside a lock and"
            + " a clock; and the plan of who owns what, of 4,096 partitions and 200 members.")
final class OwnershipBenchmark implements Callable<Integer> {

  private static final int WARM_UPS = 3;
  private static final int BENCHMARKS = 6;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** What each benchmark is called in the table. */
  private static final Map<String, String> TITLES =
      Map.of(
          "enterAndClose", "tryEnter(uid) and close",
          "lockAndUnlock", "reference: ReentrantLock, lock and unlock",
          "nanoTime", "reference: System.nanoTime()",
          "planOfAJoin", "plan, one of 201 members is new",
          "planOfALeave", "plan, one of 200 members has left",
          "planWithoutChange", "plan, nothing to change");

  @Spec private CommandSpec spec;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description = "Of a second each, after three to warm up. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Override
  public Integer call() throws RunnerException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Machine: " + Machine.description());
    out.printf("JMH, one thread; takes about %d s.%n%n", BENCHMARKS * (WARM_UPS + iterations + 2));
    out.println("operation                                      time, ns       +/-      B/op");
    out.flush();
    Collection<RunResult> results = new Runner(options()).run();
    results.forEach(each -> print(each, out));
    out.flush();
    return results.size() == BENCHMARKS ? 0 : 1;
  }

  private Options options() {
    return new OptionsBuilder()
        .include(EnteringBenchmark.class.getName())
        .include(PlanningBenchmark.class.getName())
        .forks(1)
        .warmupIterations(WARM_UPS)
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(iterations)
        .measurementTime(TimeValue.seconds(1))
        .timeUnit(TimeUnit.NANOSECONDS)
        .jvmArgsAppend("-Dslf4j.internal.verbosity=ERROR")
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static void print(RunResult result, PrintWriter out) {
    String benchmark = result.getParams().getBenchmark();
    String name = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    out.println(
        String.format(
            Locale.ROOT,
            "%-42s %,12.1f %,9.1f %,9.1f",
            TITLES.getOrDefault(name, name),
            result.getPrimaryResult().getScore(),
            result.getPrimaryResult().getScoreError(),
            allocated(result)));
  }

  private static double allocated(RunResult result) {
    for (String name : result.getSecondaryResults().keySet()) {
      if (name.endsWith(ALLOCATED)) {
        return result.getSecondaryResults().get(name).getScore();
      }
    }
    return Double.NaN;
  }
}
