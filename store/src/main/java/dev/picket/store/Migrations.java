package dev.picket.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database to the form that this version of Picket expects. */
record Migrations(StoreSettings settings) {

  /** The oldest PostgreSQL that has all that is used. */
  private static final int MAJOR_VERSION_MIN = 15;

  private static final Duration RETRY = Duration.ofMillis(500);

  /**
   * Waits until the server answers.
   *
   * @param attempts how often it is tried, every half second
   * @param closing ends the waiting
   * @throws DatabaseStartException when it does not, when it does not let Picket in, or when it is
   *     too old
   */
  void awaitServer(int attempts, CountDownLatch closing) {
    try {
      for (int attempt = 1; ; attempt++) {
        try (Connection connection = connect()) {
          checkVersion(connection);
          return;
        } catch (SQLException failure) {
          if (SqlFailures.isConfiguration(failure) || attempt >= attempts || wait(closing)) {
            throw new DatabaseStartException(
                "PostgreSQL at " + settings.jdbcUrl() + ": " + SqlFailures.summary(failure),
                failure);
          }
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseStartException("interrupted while waiting for PostgreSQL", interrupted);
    }
  }

  private static boolean wait(CountDownLatch closing) throws InterruptedException {
    return closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "5");
    return DriverManager.getConnection(settings.jdbcUrl(), properties);
  }

  private void checkVersion(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < MAJOR_VERSION_MIN) {
      throw new DatabaseStartException(
          "PostgreSQL at %s is version %d; Picket needs %d or later"
              .formatted(settings.jdbcUrl(), version, MAJOR_VERSION_MIN));
    }
  }

  /** Runs the migrations that the database has not seen; replicas that do so at once take turns. */
  void run() {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException failure) {
      throw new DatabaseStartException(
          "the tables in " + settings.jdbcUrl() + " cannot be brought up to date", failure);
    }
  }
}
