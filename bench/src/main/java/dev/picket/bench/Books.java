package dev.picket.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** What the database says, asked directly. For one thread. */
final class Books implements AutoCloseable {

  private static final String FINDINGS =
      "SELECT name, rule, state, count FROM observation WHERE source = 'trivy'";

  private static final String EVENTS =
      "SELECT count(*), coalesce(sum(count), 0) FROM observation WHERE source = 'falco' AND name"
          + " LIKE ?";

  private final Connection connection;

  /**
   * Webhook events, each of which reports a problem of its own.
   *
   * @param stored how many there are
   * @param twice occurrences more than that
   */
  record Events(long stored, long twice) {}

  Books(String url) throws SQLException {
    this.connection = DriverManager.getConnection(url);
  }

  Map<String, Truth.Expected> findings() throws SQLException {
    Map<String, Truth.Expected> findings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(FINDINGS)) {
      while (rows.next()) {
        findings.put(
            Truth.key(rows.getString(1), rows.getString(2)),
            new Truth.Expected(rows.getInt(3) == 0, rows.getLong(4)));
      }
    }
    return findings;
  }

  Events events(String run) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EVENTS)) {
      statement.setString(1, "web-" + run + "-%");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Events(row.getLong(1), row.getLong(2) - row.getLong(1));
      }
    }
  }

  /** Forgets the webhook events, so that every run finds about as much in the database. */
  void forgetEvents() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM observation WHERE source = 'falco'");
    }
  }

  String version() throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
