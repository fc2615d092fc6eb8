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
 * Connections to PostgreSQL: a few for the writers and a few for everything else, so that neither
 * starves the other. Nothing waits for an answer longer than about ten seconds.
 */
final class Database implements AutoCloseable {

  static final int READERS = 6;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration STATEMENT = Duration.ofSeconds(8);
  private static final Duration SOCKET = Duration.ofSeconds(10);

  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Availability availability;

  Database(StoreSettings settings, Availability availability) {
    this.availability = availability;
    HikariConfig forWriters = config(settings, "store-writers", settings.writers());
    forWriters.setAutoCommit(false);
    forWriters.setConnectionInitSql(timeouts());
    writers = new HikariDataSource(forWriters);
    HikariConfig forReaders = config(settings, "store-readers", READERS);
    // What a query asks for changes how it is best done.
    forReaders.setConnectionInitSql(timeouts() + "; set plan_cache_mode = force_custom_plan");
    readers = new HikariDataSource(forReaders);
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
        + SOCKET.toMillis();
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
    availability.require();
    try (Connection connection = readers.getConnection();
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
    readers.close();
  }
}
