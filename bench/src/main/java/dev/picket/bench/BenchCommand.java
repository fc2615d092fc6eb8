package dev.picket.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./picket bench}: shows what can be measured. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure Picket on this machine.",
    subcommands = {
      IngestBenchmark.class,
      TakeoverBenchmark.class,
      OwnershipBenchmark.class,
      LabBenchmark.class
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
