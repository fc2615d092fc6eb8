package dev.picket.store;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import dev.picket.observation.ObservationPage;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.Severity;
import dev.picket.observation.State;
import dev.picket.observation.Summary;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is read without being changed. Safe for use by many threads. */
final class ObservationQueries {

  private static final int HEX_DIGITS = 64;

  private static final String FIND =
      "select " + ObservationRows.COLUMNS + " from observation where fingerprint = ?";

  private static final String FIND_BETWEEN =
      "select "
          + ObservationRows.COLUMNS
          + " from observation where fingerprint between ? and ? order by fingerprint limit 2";

  static final String COUNT =
      "select state, severity, category, source, count(*) from observation group by 1, 2, 3, 4";

  static final String TIMELINE =
      """
      select date_bin(? * interval '1 microsecond', first_seen, ?), severity, count(*)
      from observation where first_seen >= ? and first_seen < ? group by 1, 2
      """;

  private final Database database;

  ObservationQueries(Database database) {
    this.database = database;
  }

  Optional<Observation> find(Fingerprint fingerprint) {
    return database.query(FIND, List.of(fingerprint), ObservationRows::all).stream().findFirst();
  }

  List<Observation> findByPrefix(String hexPrefix) {
    String rest = "0".repeat(HEX_DIGITS - hexPrefix.length());
    Fingerprint first = new Fingerprint(hexPrefix + rest);
    Fingerprint last = new Fingerprint(hexPrefix + rest.replace('0', 'f'));
    return database.query(FIND_BETWEEN, List.of(first, last), ObservationRows::all);
  }

  ObservationPage list(ObservationQuery query) {
    ListStatement statement = new ListStatement(query);
    List<Observation> found =
        database.query(statement.sql(), statement.parameters(), ObservationRows::all);
    if (found.size() <= query.limit()) {
      return new ObservationPage(found, Optional.empty());
    }
    List<Observation> page = found.subList(0, query.limit());
    Observation last = page.getLast();
    return new ObservationPage(
        page, Optional.of(new ObservationQuery.Position(last.lastSeen(), last.fingerprint())));
  }

  Summary summarise(Instant from, Duration slot, int slots) {
    Counts counts = database.query(COUNT, List.of(), Counts::read);
    return new Summary(
        counts.byState,
        counts.openBySeverity,
        counts.openBySource,
        counts.openByCategory,
        timeline(from, slot, slots));
  }

  private List<Summary.Slot> timeline(Instant from, Duration slot, int slots) {
    Map<Instant, Map<Severity, Long>> bySlot =
        database.query(
            TIMELINE,
            List.of(Micros.of(slot), from, from, from.plus(slot.multipliedBy(slots))),
            ObservationQueries::readTimeline);
    return Stream.iterate(from, start -> start.plus(slot))
        .limit(slots)
        .map(start -> new Summary.Slot(start, bySlot.getOrDefault(cut(start), Map.of())))
        .toList();
  }

  private static Instant cut(Instant instant) {
    return Micros.instant(Micros.of(instant));
  }

  private static Map<Instant, Map<Severity, Long>> readTimeline(PreparedStatement statement)
      throws SQLException {
    Map<Instant, Map<Severity, Long>> bySlot = new HashMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        bySlot
            .computeIfAbsent(ObservationRows.instant(rows, 1), _ -> new EnumMap<>(Severity.class))
            .put(Codes.severity(rows.getInt(2)), rows.getLong(3));
      }
    }
    return bySlot;
  }

  /** The counts of one grouping, folded four ways. */
  private static final class Counts {

    private final Map<State, Long> byState = new EnumMap<>(State.class);
    private final Map<Severity, Long> openBySeverity = new EnumMap<>(Severity.class);
    private final Map<String, Long> openBySource = new HashMap<>();
    private final Map<Category, Long> openByCategory = new EnumMap<>(Category.class);

    static Counts read(PreparedStatement statement) throws SQLException {
      Counts counts = new Counts();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          counts.add(rows);
        }
      }
      return counts;
    }

    private void add(ResultSet row) throws SQLException {
      State state = Codes.state(row.getInt(1));
      long count = row.getLong(5);
      byState.merge(state, count, Long::sum);
      if (state == State.OPEN) {
        openBySeverity.merge(Codes.severity(row.getInt(2)), count, Long::sum);
        openByCategory.merge(Codes.category(row.getInt(3)), count, Long::sum);
        openBySource.merge(row.getString(4), count, Long::sum);
      }
    }
  }
}
