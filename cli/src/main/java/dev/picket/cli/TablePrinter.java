package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Prints Observations for people: aligned columns, ages instead of times, and nothing in a text
 * that a terminal would obey.
 */
final class TablePrinter implements ObservationPrinter {

  private static final int ID_CHARS = 12;
  private static final int TITLE_CHARS = 80;

  /** One column: its heading, its narrowest width, and its text for an Observation at a time. */
  record Column(String heading, int width, BiFunction<JsonNode, Instant, String> text) {}

  private static final Column ID =
      new Column("ID", ID_CHARS, (o, _) -> cut(o.path("id").asText(), ID_CHARS));
  private static final Column SEVERITY = field("SEVERITY", 8, "severity");
  private static final Column STATE = field("STATE", 10, "state");
  private static final Column COUNT = field("COUNT", 5, "count");
  private static final Column SOURCE = field("SOURCE", 8, "source");
  private static final Column CATEGORY = field("CATEGORY", 10, "category");
  private static final Column EVENT_TYPE = field("EVENT TYPE", 16, "eventType");
  private static final Column RULE = field("RULE", 24, "rule");
  private static final Column NAMESPACE =
      new Column("NAMESPACE", 9, (o, _) -> o.path("resource").path("namespace").asText());
  private static final Column RESOURCE = new Column("RESOURCE", 24, (o, _) -> resource(o));
  private static final Column FIRST_SEEN =
      new Column("FIRST SEEN", 10, (o, now) -> age(o.path("firstSeen").asText(), now));
  private static final Column LAST_SEEN =
      new Column("LAST SEEN", 9, (o, now) -> age(o.path("lastSeen").asText(), now));
  private static final Column TITLE =
      new Column("TITLE", 5, (o, _) -> Table.shorten(o.path("title").asText(), TITLE_CHARS));
  private static final Column WHOLE_TITLE =
      new Column("TITLE", 5, (o, _) -> o.path("title").asText());

  static final List<Column> NARROW =
      List.of(ID, SEVERITY, STATE, COUNT, SOURCE, NAMESPACE, RESOURCE, LAST_SEEN, TITLE);
  static final List<Column> WIDE =
      List.of(
          ID,
          SEVERITY,
          STATE,
          COUNT,
          SOURCE,
          CATEGORY,
          EVENT_TYPE,
          RULE,
          NAMESPACE,
          RESOURCE,
          FIRST_SEEN,
          LAST_SEEN,
          WHOLE_TITLE);

  private final PrintWriter out;
  private final InstantSource clock;
  private final List<Column> columns;
  private final Table table;

  TablePrinter(PrintWriter out, InstantSource clock, List<Column> columns) {
    this.out = out;
    this.clock = clock;
    this.columns = columns;
    this.table =
        new Table(
            out,
            columns.stream().map(Column::heading).toList(),
            columns.stream().map(Column::width).toList());
  }

  @Override
  public void printList(List<JsonNode> observations) {
    if (observations.isEmpty()) {
      out.println("No Observations.");
      out.flush();
      return;
    }
    List<List<String>> rows = observations.stream().map(this::row).toList();
    rows.forEach(table::widen);
    rows.forEach(table::print);
    out.flush();
  }

  @Override
  public void printOne(JsonNode observation) {
    table.print(row(observation));
    out.flush();
  }

  private List<String> row(JsonNode observation) {
    Instant now = clock.instant();
    return columns.stream()
        .map(column -> Table.printable(column.text().apply(observation, now)))
        .toList();
  }

  private static Column field(String heading, int width, String name) {
    return new Column(heading, width, (observation, _) -> observation.path(name).asText());
  }

  private static String resource(JsonNode observation) {
    JsonNode resource = observation.path("resource");
    String kind = resource.path("kind").asText();
    String name = resource.path("name").asText();
    return kind.isEmpty() ? name : kind + "/" + name;
  }

  private static String cut(String text, int chars) {
    return text.substring(0, Math.min(chars, text.length()));
  }

  private static String age(String time, Instant now) {
    Duration age = Duration.between(Instant.parse(time), now);
    if (age.compareTo(Duration.ofMinutes(2)) < 0) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.compareTo(Duration.ofHours(2)) < 0) {
      return age.toMinutes() + "m";
    }
    return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
