package dev.picket.store;

import static dev.picket.observation.Occurrences.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.shard.FenceStore;
import dev.picket.coordination.shard.FencingToken;
import dev.picket.observation.Fence;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/** A store on a database of its own, which can be emptied and looked into. */
final class StoreFixture implements AutoCloseable {

  private final StoreSettings settings;
  private final Readiness readiness = new Readiness();
  private final PostgresObservationStore store;
  private volatile Instant now = NOON;

  /** A store with the default settings on a new database. */
  StoreFixture() {
    this(TestDatabase.create());
  }

  StoreFixture(StoreSettings settings) {
    this.settings = settings;
    store =
        new PostgresObservationStore(
            () -> settings, readiness.register("store"), Ticker.system(), this::now);
    store.start();
  }

  PostgresObservationStore store() {
    return store;
  }

  Instant now() {
    return now;
  }

  /** What the store's clock shows, noon to begin with. */
  void setTime(Instant instant) {
    now = instant;
  }

  /** Makes an epoch the newest claimed for its partition. */
  void claim(Fence fence) {
    FencingToken token =
        new FencingToken(fence.group(), fence.pool(), fence.partition(), fence.epoch());
    assertThat(store.claim("owner-" + fence.epoch(), List.of(token)))
        .containsExactly(new FenceStore.Claim.Granted());
  }

  Connection connect() throws SQLException {
    return TestDatabase.connect(settings);
  }

  Readiness readiness() {
    return readiness;
  }

  void empty() {
    execute("truncate observation, occurrence_id, change, fence, held_object, held_finding");
    now = NOON;
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

  /** How PostgreSQL would go about it. */
  String explain(String sql, List<?> parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
      Parameters.bind(connection, statement, parameters);
      StringBuilder plan = new StringBuilder();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
