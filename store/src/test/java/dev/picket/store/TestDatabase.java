package dev.picket.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that the tests of this JVM share; it ends with the JVM. */
final class TestDatabase {

  /** Where the programs are unpacked, once for all tests and runs. */
  static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /** Started by the first test that wants a database, and by no process that only looks here. */
  private static final class Shared {
    private static final EmbeddedPostgres SERVER = start();
  }

  static String version() throws IOException {
    return PostgresBinaries.versionOnClasspath();
  }

  /** A new, empty database. */
  static StoreSettings create() {
    StoreSettings server = Shared.SERVER.settings();
    String name = "test_" + NUMBER.incrementAndGet();
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return StoreSettings.of(
        server.jdbcUrl().replaceAll("/picket$", "/" + name), server.user(), server.password());
  }

  /** A new, empty database for a store with a single writer, before which so many may wait. */
  static StoreSettings narrow(int queuedSubmissionsMax) {
    StoreSettings wide = create();
    return new StoreSettings(
        wide.jdbcUrl(),
        wide.user(),
        wide.password(),
        1,
        queuedSubmissionsMax,
        wide.queuedBytesMax(),
        wide.batchSubmissions(),
        wide.identityMemory(),
        wide.changeMemory());
  }

  static Connection connect(StoreSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
  }

  private static EmbeddedPostgres start() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "data-");
      EmbeddedPostgres server = new EmbeddedPostgres(directory, PROGRAMS, new SecureRandom());
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void end(EmbeddedPostgres server, Path directory) {
    server.close();
    try {
      PostgresBinaries.deleteTree(directory);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
