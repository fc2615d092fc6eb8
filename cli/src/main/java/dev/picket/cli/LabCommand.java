package dev.picket.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code picket lab} without a subcommand: it shows what there is. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    subcommands = LabStartCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "An embedded Kubernetes API: for trying operators and kubectl without a cluster, and for tests.",
      "It runs no containers; docs/lab.md says what it has and lacks."
    })
final class LabCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
