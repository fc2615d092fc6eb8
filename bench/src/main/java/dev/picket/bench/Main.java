package dev.picket.bench;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./picket bench} and {@code ./picket simulate}. */
@Command(
    name = "picket",
    mixinStandardHelpOptions = true,
    description = "What a checkout adds to the product: measure it, and try to break it.",
    subcommands = {BenchCommand.class, SimulateCommand.class})
public final class Main implements Runnable {

  /** Told of by java.util.logging; kept here, or its level would be forgotten. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    HELIDON.setLevel(Level.WARNING);
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
