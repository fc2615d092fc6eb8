package dev.picket.lab.contract;

import dev.picket.lab.contract.ContractRun.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables of results: one column for each server that was asked. */
final class ContractReport {

  private static final int TOLD = 500;

  private final Map<String, List<Result>> columns;

  /**
   * @param columns results by the server's name, all of the same cases in the same order
   */
  ContractReport(Map<String, List<Result>> columns) {
    this.columns = new LinkedHashMap<>(columns);
  }

  boolean failed() {
    return columns.values().stream().flatMap(List::stream).anyMatch(Result::failed);
  }

  /** Every case, and the totals by heading, for a terminal. */
  String text() {
    List<String> lines = new ArrayList<>();
    columns.forEach((server, results) -> {
      lines.add("");
      lines.add(server);
      byHeading(results)
          .forEach((heading, own) -> {
            lines.add("");
            lines.add("  " + heading);
            own.forEach(
                each -> lines.add("    %-72s %s".formatted(each.subject().name(), told(each))));
          });
    });
    lines.add("");
    lines.addAll(totals());
    return String.join("\n", lines);
  }

  /** One line per heading with the counts of every server. */
  private List<String> totals() {
    List<String> lines = new ArrayList<>();
    columns.forEach((server, results) -> {
      lines.add("%-44s %6s %6s %8s   %s".formatted("", "ok", "failed", "not there", server));
      byHeading(results).forEach((heading, own) -> lines.add(total(heading, own)));
      lines.add(total("all", results));
      lines.add("");
    });
    return lines;
  }

  private static String total(String heading, List<Result> results) {
    return "%-44s %6d %6d %8d"
        .formatted(
            heading,
            count(results, Outcome.Passed.class),
            count(results, Outcome.Failed.class),
            count(results, Outcome.Unknown.class));
  }

  /** The page of the documentation. */
  String markdown() {
    StringBuilder page = new StringBuilder(introduction());
    page.append("| |");
    columns.keySet().forEach(each -> page.append(' ').append(each).append(" |"));
    page.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    List<Result> first = columns.values().iterator().next();
    byHeading(first).keySet().forEach(each -> page.append(summary(each)));
    page.append(summaryOfAll());
    byHeading(first)
        .forEach((heading, results) -> {
          page.append("\n## ").append(heading).append("\n\n| |");
          columns.keySet().forEach(each -> page.append(' ').append(each).append(" |"));
          page.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
          results.forEach(each -> page.append(row(first.indexOf(each))));
        });
    return page.toString();
  }

  private static String introduction() {
    return """
    # The lab's contract

    What Kubernetes' API server does, as cases that speak to any server by its kubeconfig. The table was written by
    `./picket test-against KUBECONFIG --report docs/lab-contract.md`, which asked a fresh lab and the server of that
    kubeconfig. `./picket test` asks the lab again. A version in a column says since when Kubernetes knows the thing, so
    that the older server was not asked.

    """;
  }

  private String summary(String heading) {
    StringBuilder row = new StringBuilder("| ").append(heading).append(" |");
    columns
        .values()
        .forEach(each ->
            row.append(' ')
                .append(counts(byHeading(each).getOrDefault(heading, List.of())))
                .append(" |"));
    return row.append('\n').toString();
  }

  private String summaryOfAll() {
    StringBuilder row = new StringBuilder("| **all** |");
    columns.values().forEach(each -> row.append(" **").append(counts(each)).append("** |"));
    return row.append('\n').toString();
  }

  private static String counts(List<Result> results) {
    long failed = count(results, Outcome.Failed.class);
    long unknown = count(results, Outcome.Unknown.class);
    return count(results, Outcome.Passed.class)
        + " ok"
        + (failed == 0 ? "" : ", " + failed + " failed")
        + (unknown == 0 ? "" : ", " + unknown + " not there");
  }

  private String row(int index) {
    StringBuilder row = new StringBuilder("| ");
    row.append(columns.values().iterator().next().get(index).subject().name()).append(" |");
    columns
        .values()
        .forEach(
            each -> row.append(' ').append(told(each.get(index)).replace("|", "\\|")).append(" |"));
    return row.append('\n').toString();
  }

  private static String told(Result result) {
    String flat = result.outcome().told().replaceAll("\\s+", " ");
    return flat.length() > TOLD ? flat.substring(0, TOLD) + "..." : flat;
  }

  private static long count(List<Result> results, Class<? extends Outcome> kind) {
    return results.stream().filter(each -> kind.isInstance(each.outcome())).count();
  }

  private static Map<String, List<Result>> byHeading(List<Result> results) {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                each -> each.subject().heading(), LinkedHashMap::new, Collectors.toList()));
  }
}
