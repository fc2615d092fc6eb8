package dev.picket.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a subcommand: it shows what there is. */
@Command(
    name = "picket",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      UpCommand.class,
      ServerCommand.class,
      GetCommand.class,
      ShardsCommand.class,
      DrainCommand.class,
      ExplainCommand.class,
      LabCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
    },
    header =
        "Takes in what your clusters say about their safety and health, and shows each problem once.",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "",
      "Start here:",
      "  picket up                              everything on this machine",
      "  picket up --replicas 3                 the same in three replicas, to kill one of them",
      "  curl -d @examples/falco.json localhost:8080/ingest/falco",
      "  picket get observations                what is wrong, each problem once",
      "  picket shards                          which replica owns what, when there are several",
      "  picket lab start                       a Kubernetes API to try things on, without a cluster",
      ""
    },
    footer = {
      "",
      "In a checkout there are also:",
      "  picket test                            format, rules and every test",
      "  picket bench ingest                    how fast it is on this machine",
      "  picket bench lab                       the same of the lab",
      "  picket simulate ownership              whether any fault makes two replicas do one job",
      "",
      "`picket help COMMAND` tells more; docs/ has the guide.",
    })
final class PicketCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
