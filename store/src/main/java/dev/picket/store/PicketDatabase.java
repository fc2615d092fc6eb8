package dev.picket.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Picket's own database on the embedded server, beside the {@code postgres} that every has. */
record PicketDatabase(int port, String password) {

  private static final String NAME = "picket";

  /** Makes the database the first time. */
  StoreSettings createIfMissing() {
    Properties properties = new Properties();
    properties.setProperty("user", DataDirectory.USER);
    properties.setProperty("password", password);
    try (Connection connection = DriverManager.getConnection(url("postgres"), properties);
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        statement.execute("create database " + NAME);
      }
    } catch (SQLException failure) {
      throw new DatabaseStartException(
          "the embedded PostgreSQL runs, but does not take Picket in: " + failure.getMessage(),
          failure);
    }
    return StoreSettings.of(url(NAME), DataDirectory.USER, password);
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
      return found.next();
    }
  }
}
