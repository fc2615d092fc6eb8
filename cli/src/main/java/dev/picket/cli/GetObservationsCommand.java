package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.ObservationQuery;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket get observations}. */
@Command(
    name = "observations",
    aliases = {"observation", "obs"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "List Observations, those seen last first.",
      "Several values of one option are alternatives: --severity critical,high."
    },
    footer = {
      "",
      "Examples:",
      "  picket get observations --severity critical,high --since 1h",
      "  picket get observations -n shop --watch",
      "  picket get observation 3f9a1c -o yaml",
    })
final class GetObservationsCommand implements Runnable {

  private static final int PAGE = 500;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Only these: an id, or its first six or more digits.")
  private List<String> ids = new ArrayList<>();

  @Mixin private ServerOption server;

  @Option(names = "--state", paramLabel = "STATE", description = "open, resolved, suppressed.")
  private List<String> states = new ArrayList<>();

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      description = "critical, high, medium, low, info.")
  private List<String> severities = new ArrayList<>();

  @Option(names = "--source", paramLabel = "NAME", description = "The Ingester it came through.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--category",
      paramLabel = "CATEGORY",
      description = "security, compliance, performance, operations, cost.")
  private List<String> categories = new ArrayList<>();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Of the resource.")
  private List<String> namespaces = new ArrayList<>();

  @Option(names = "--kind", paramLabel = "KIND", description = "Of the resource.")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--name", paramLabel = "NAME", description = "Of the resource.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Seen since then: 90s, 15m, 2h, 7d ago, or an RFC 3339 time.")
  private String since = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "500",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit = PAGE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.table;

  @Option(
      names = {"-w", "--watch"},
      description = "Go on and print each Observation whenever it changes.")
  private boolean watch;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    ObservationPrinter printer = format.printer(out, InstantSource.system());
    try (ApiClient api = server.client()) {
      if (!watch) {
        printer.printList(selected(api));
        return;
      }
      // The stream is opened first, so that nothing is missed between the list and the changes.
      try (EventStream changes = api.stream(restrictions())) {
        printer.printList(selected(api));
        changes.values().forEach(printer::printOne);
      }
    }
  }

  private List<JsonNode> selected(ApiClient api) {
    if (!ids.isEmpty()) {
      return ids.stream().map(api::observation).toList();
    }
    return api.observations(restrictions(), limit, Math.min(PAGE, ObservationQuery.LIMIT_MAX));
  }

  private Map<String, String> restrictions() {
    Map<String, String> restrictions = new LinkedHashMap<>();
    restrict(restrictions, "state", states);
    restrict(restrictions, "severity", severities);
    restrict(restrictions, "source", sources);
    restrict(restrictions, "category", categories);
    restrict(restrictions, "namespace", namespaces);
    restrict(restrictions, "kind", kinds);
    restrict(restrictions, "name", names);
    if (!since.isEmpty()) {
      restrictions.put("since", since);
    }
    return restrictions;
  }

  private static void restrict(
      Map<String, String> restrictions, String parameter, List<String> values) {
    if (!values.isEmpty()) {
      restrictions.put(parameter, String.join(",", values));
    }
  }
}
