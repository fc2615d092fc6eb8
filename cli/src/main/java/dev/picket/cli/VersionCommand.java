package dev.picket.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code picket version}. */
@Command(name = "version", description = "Print the version of Picket and of the Java it runs on.")
final class VersionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .println("picket " + Version.current() + " (Java " + Runtime.version() + ")");
  }
}
