package dev.picket.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.StoreUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Connections to PostgreSQL: a few for the writers, a few for claims and a few for everything else,
 * so that none starves another. Nothing waits for an answer longer than about ten seconds.
 */
final class Database implements AutoCloseable {

  static final int READERS = 6;

  /** Claims are rare, and one that waits for a write under way should not keep others waiting. */
  private static final int CLAIMANTS = 2;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration STATEMENT = Duration.ofSeconds(8);
  private static final Duration SOCKET = Duration.ofSeconds(10);

  /**
   * A transaction runs from its first statement to its commit without a pause. Where there is one,
   * the process has been stopped, and what it has locked is wanted by those who take over.
   */
  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final HikariDataSource claimants;
  private final Availability availability;

  Database(StoreSettings settings, Availability availability) {
    this.availability = availability;
    HikariConfig forWriters = config(settings, "store-writers", 2 * settings.writers());
    forWriters.setAutoCommit(false);
    forWriters.setConnectionInitSql(timeouts());
    // Without this a new connection waits in the transaction that set the timeouts: PostgreSQL
    // ends it for that, and a first write that is rolled back takes the timeouts along.
    forWriters.setIsolateInternalQueries(true);
    writers = new HikariDataSource(forWriters);
    HikariConfig forReaders = config(settings, "store-readers", READERS);
    // What a query asks for changes how it is best done.
    forReaders.setConnectionInitSql(timeouts() + "; set plan_cache_mode = force_custom_plan");
    readers = new HikariDataSource(forReaders);
    HikariConfig forClaimants = config(settings, "store-claimants", CLAIMANTS);
    forClaimants.setMinimumIdle(0);
    forClaimants.setConnectionInitSql(timeouts());
    claimants = new HikariDataSource(forClaimants);
  }

  private static HikariConfig config(StoreSettings settings, String name, int connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setValidationTimeout(CONNECT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("ApplicationName", "picket");
    config.addDataSourceProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    config.addDataSourceProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
    config.addDataSourceProperty("socketTimeout", Long.toString(SOCKET.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return config;
  }

  private static String timeouts() {
    return "set statement_timeout = "
        + STATEMENT.toMillis()
        + "; set idle_in_transaction_session_timeout = "
        + STANDSTILL.toMillis();
  }

  Availability availability() {
    return availability;
  }

  /** A connection that commits when it is told to. */
  Connection writer() throws SQLException {
    return writers.getConnection();
  }

  /** A statement's work. */
  @FunctionalInterface
  interface Query<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  /**
   * Runs one statement, which is a transaction of its own.
   *
   * @throws InvalidInputException when PostgreSQL cannot take one of the values
   * @throws StoreUnavailableException when it does not answer
   */
  <T> T query(String sql, List<?> parameters, Query<T> query) {
    return query(readers, sql, parameters, query);
  }

  /** The same on connections that are kept for claims. */
  <T> T claim(String sql, List<?> parameters, Query<T> query) {
    return query(claimants, sql, parameters, query);
  }

  private <T> T query(
      HikariDataSource connections, String sql, List<?> parameters, Query<T> query) {
    availability.require();
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      Parameters.bind(connection, statement, parameters);
      return query.run(statement);
    } catch (SQLException failure) {
      if (SqlFailures.isData(failure)) {
        throw new InvalidInputException(List.of(SqlFailures.problem("", failure)));
      }
      throw failed(failure);
    }
  }

  /** Sees whether the database answers. */
  void probe() {
    try (Connection connection = readers.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
      availability.up();
    } catch (SQLException failure) {
      failed(failure);
    }
  }

  /** What callers get; when the connection is at fault, those after them get it at once. */
  StoreUnavailableException failed(SQLException failure) {
    return SqlFailures.isConnection(failure)
        ? availability.down(failure)
        : Availability.unavailable(failure);
  }

  @Override
  public void close() {
    writers.close();
    claimants.close();
    readers.close();
  }
}
