package dev.picket.cli;

import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Ledger;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import dev.picket.server.FakeShardGroup;
import dev.picket.server.Metrics;
import dev.picket.server.PicketServer;
import dev.picket.server.ServerParts;
import dev.picket.server.ServerSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** A real server over a group in memory, and the command run against it in this process. */
final class GroupServer implements AutoCloseable {

  private final PicketServer server;

  /** What a command printed, and how it ended. */
  record Printed(int exitCode, String out, String err) {}

  /**
   * @param group null for a server that runs alone
   */
  GroupServer(@Nullable FakeShardGroup group) {
    InMemoryObservationStore store = new InMemoryObservationStore();
    server =
        new PicketServer(
            new ServerSettings("127.0.0.1", 0),
            new ServerParts(
                store,
                store,
                new Ledger(),
                new Readiness(),
                new Metrics("test"),
                InstantSource.system(),
                Ticker.system(),
                group,
                new SplittableRandom(1)),
            Map.of());
    server.start();
  }

  /** Runs a command to its end. */
  Printed run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Printed(exitCode, out.toString(), err.toString());
  }

  /** Runs a command that prints as it goes. */
  int run(PrintWriter out, PrintWriter err, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.port()));
    CommandLine command = Main.commandLine().setOut(out).setErr(err);
    return command.execute(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    server.close();
  }
}
