package dev.picket.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code picket get}, which lists things. */
@Command(
    name = "get",
    description = "List what a Picket server knows.",
    subcommands = GetObservationsCommand.class)
final class GetCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Get what? Say: picket get observations");
  }
}
