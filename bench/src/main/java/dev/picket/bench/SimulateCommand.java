package dev.picket.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./picket simulate}: shows what can be simulated. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Try to break a protocol of Picket in virtual time, by faults of machines, clocks, networks and"
            + " people.",
    subcommands = OwnershipSimulation.class)
final class SimulateCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
