package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code picket shards}. */
@Command(
    name = "shards",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Show who owns what: the members of a group, their partitions, and what moved last.",
      "",
      "PARTITIONS says how many a member has; +N are coming to it, -N are going. A partition has one"
          + " owner at any time. SILENT is how long ago the server that was asked saw the member's"
          + " Lease renewed."
    },
    footer = {
      "",
      "Examples:",
      "  picket shards                          who owns what now",
      "  picket shards --watch                  and each change, as it happens",
      "  picket shards -o json                  everything, for programs",
      "",
      "To move a member's partitions away: picket drain MEMBER",
    })
final class ShardsCommand implements Runnable {

  /** How a group is printed; the names are what a person types. */
  enum Format {
    table,
    json,
    yaml;

    ShardsPrinter printer(PrintWriter out) {
      return switch (this) {
        case table -> new ShardsTable(out);
        case json -> StructuredPrinter.json(out)::printOne;
        case yaml -> StructuredPrinter.yaml(out)::printOne;
      };
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private ServerOption server;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Format format = Format.table;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on and print what changes: members, moves, or the whole group as JSON.")
  private boolean watch;

  @Override
  public void run() {
    ShardsPrinter printer = format.printer(spec.commandLine().getOut());
    try (ApiClient api = server.client()) {
      if (!watch) {
        printer.print(api.shards());
        return;
      }
      try (EventStream changes = api.shardStream()) {
        printChanges(changes, printer);
      }
    }
  }

  private static void printChanges(EventStream changes, ShardsPrinter printer) {
    JsonNode last = null;
    for (Iterator<JsonNode> each = changes.values().iterator(); each.hasNext(); ) {
      JsonNode shards = each.next();
      JsonNode settled = withoutSilence(shards);
      if (!settled.equals(last)) {
        printer.print(shards);
        last = settled;
      }
    }
  }

  /** Silence grows all the time, and is no change. */
  private static JsonNode withoutSilence(JsonNode shards) {
    JsonNode copy = shards.deepCopy();
    for (JsonNode member : copy.path("members")) {
      if (member instanceof ObjectNode fields) {
        fields.remove("silentForSeconds");
      }
    }
    return copy;
  }
}
