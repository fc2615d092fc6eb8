package dev.picket.store;

import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A store on a database of its own, which can be emptied and looked into. */
final class StoreFixture implements AutoCloseable {

  private final StoreSettings settings;
  private final Readiness readiness = new Readiness();
  private final PostgresObservationStore store;

  /** A store with the default settings on a new database. */
  StoreFixture() {
    this(TestDatabase.create());
  }

  StoreFixture(StoreSettings settings) {
    this.settings = settings;
    store =
        new PostgresObservationStore(() -> settings, readiness.register("store"), Ticker.system());
    store.start();
  }

  PostgresObservationStore store() {
    return store;
  }

  Connection connect() throws SQLException {
    return TestDatabase.connect(settings);
  }

  Readiness readiness() {
    return readiness;
  }

  void empty() {
    execute("truncate observation, occurrence_id, change");
  }

  void execute(String sql) {
    try (Connection connection = TestDatabase.connect(settings);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The first column, a line per row. */
  String query(String sql) {
    try (Connection connection = TestDatabase.connect(settings);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder lines = new StringBuilder();
      while (rows.next()) {
        lines.append(lines.isEmpty() ? "" : "\n").append(rows.getString(1));
      }
      return lines.toString();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
