package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import dev.picket.observation.Resource;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an Observation is read from a row. */
final class ObservationRows {

  /** What {@link #read} expects of a statement to select. */
  static final String COLUMNS =
      """
      fingerprint, source, category, severity, event_type, rule, title, api_version, kind,
      namespace, name, details, count, first_seen, last_seen, state, state_since,
      suppression_reason, suppressed_until,
      (extract(epoch from time_to_live) * 1000000)::bigint as time_to_live
      """;

  private ObservationRows() {}

  static List<Observation> all(PreparedStatement statement) throws SQLException {
    List<Observation> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(read(rows));
      }
    }
    return found;
  }

  private static Observation read(ResultSet row) throws SQLException {
    return new Observation(
        Fingerprint.ofBytes(row.getBytes("fingerprint")),
        row.getString("source"),
        Codes.category(row.getInt("category")),
        Codes.severity(row.getInt("severity")),
        row.getString("event_type"),
        row.getString("rule"),
        row.getString("title"),
        resource(row),
        row.getString("details"),
        row.getLong("count"),
        instant(row, "first_seen"),
        instant(row, "last_seen"),
        Codes.state(row.getInt("state")),
        instant(row, "state_since"),
        suppression(row),
        Micros.duration(row.getLong("time_to_live")));
  }

  private static Resource resource(ResultSet row) throws SQLException {
    return new Resource(
        row.getString("api_version"),
        row.getString("kind"),
        row.getString("namespace"),
        row.getString("name"));
  }

  private static Observation.@Nullable Suppression suppression(ResultSet row) throws SQLException {
    String reason = row.getString("suppression_reason");
    return reason == null
        ? null
        : new Observation.Suppression(reason, instant(row, "suppressed_until"));
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
