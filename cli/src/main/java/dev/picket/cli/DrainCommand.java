package dev.picket.cli;

import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket drain}. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Move a member's partitions to the others, and give it no new ones.",
      "",
      "Each partition moves once what is in flight on it is done, so nothing is left out and nothing"
          + " done twice. The member goes on answering requests. The drain ends with its process, or"
          + " with --undo."
    },
    footer = {
      "",
      "Examples:",
      "  picket shards                          which members there are",
      "  picket drain picket-1 --wait           before its machine is restarted, say",
      "  picket drain picket-1 --undo           it may have partitions again",
    })
final class DrainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MEMBER",
      description = "Its id, or a beginning of it that no other member has.")
  private String member;

  @Mixin private ServerOption server;

  @Option(names = "--undo", description = "Take the drain back.")
  private boolean undo;

  @Option(names = "--wait", description = "Wait until it owns nothing, and say what is left.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description = "Wait no longer than this, such as 90s, 5m or 1h. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofMinutes(5);

  @Override
  public void run() {
    if (undo && wait) {
      throw new ParameterException(
          spec.commandLine(), "--wait waits for a drain; with --undo there is nothing to wait for");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ApiClient api = server.client()) {
      String id = api.drain(member, !undo);
      String shown = Table.printable(id);
      if (undo) {
        tell(out, shown + " may have partitions again.");
        return;
      }
      tell(out, shown + " is being drained. To take it back: picket drain " + shown + " --undo");
      if (wait) {
        new DrainProgress(api, id, out).await(timeout);
        tell(out, shown + " owns no partitions.");
      }
    }
  }

  private static void tell(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
