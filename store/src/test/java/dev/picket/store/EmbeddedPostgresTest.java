package dev.picket.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {

  @TempDir private Path directory;

  @Test
  void dataOutlivesARestartWhichIsQuick() throws SQLException {
    try (EmbeddedPostgres first = server(directory)) {
      first.start();
      execute(first.settings(), "create table kept (value text)");
      execute(first.settings(), "insert into kept values ('still here')");
    }
    try (EmbeddedPostgres second = server(directory)) {
      long before = System.nanoTime();
      second.start();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
      assertThat(query(second.settings(), "select value from kept")).isEqualTo("still here");
    }
  }

  @Test
  void nothingIsTradedForSpeedOrOpenToOthers() throws SQLException, IOException {
    try (EmbeddedPostgres server = server(directory)) {
      server.start();
      StoreSettings settings = server.settings();
      assertThat(query(settings, "show fsync")).isEqualTo("on");
      assertThat(query(settings, "show full_page_writes")).isEqualTo("on");
      assertThat(query(settings, "show synchronous_commit")).isEqualTo("on");
      assertThat(query(settings, "show data_checksums")).isEqualTo("on");
      assertThat(query(settings, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(settings, "show server_encoding")).isEqualTo("UTF8");
      StoreSettings guess = StoreSettings.of(settings.jdbcUrl(), settings.user(), "guess");
      assertThatThrownBy(() -> query(guess, "select 1"))
          .hasMessageContaining("password authentication failed");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("database-password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void oneDataDirectoryHasOnePicket() {
    try (EmbeddedPostgres first = server(directory);
        EmbeddedPostgres second = server(directory)) {
      first.start();
      assertThatThrownBy(second::start)
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining(directory + " is in use by another Picket");
    }
  }

  @Test
  void aKilledPicketLeavesNoServerBehindAndAnotherTakesOver() throws Exception {
    Process picket = picketInAnotherProcess(directory);
    long postgres = postmaster(directory);
    assertThatThrownBy(() -> server(directory).start()).hasMessageContaining("in use by another");
    picket.destroyForcibly().waitFor();
    Optional<ProcessHandle> left = ProcessHandle.of(postgres);
    if (left.isPresent()) {
      left.get().onExit().get(30, TimeUnit.SECONDS);
    }
    assertThat(Files.exists(directory.resolve("postgresql-data/postmaster.pid"))).isFalse();
    try (EmbeddedPostgres next = server(directory)) {
      next.start();
      assertThat(query(next.settings(), "select 'well'")).isEqualTo("well");
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainOnItsPort() throws Exception {
    try (EmbeddedPostgres server = server(directory)) {
      server.start();
      execute(server.settings(), "create table kept (value text)");
      execute(server.settings(), "insert into kept values ('still here')");
      ProcessHandle postgres = ProcessHandle.of(postmaster(directory)).orElseThrow();
      postgres.destroyForcibly();
      postgres.onExit().get(30, TimeUnit.SECONDS);
      assertThat(Eventually.get(() -> query(server.settings(), "select value from kept")))
          .isEqualTo("still here");
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsLeftAloneAndSaysWhatToDo() throws IOException {
    Files.createDirectories(directory.resolve("postgresql-data"));
    Files.writeString(directory.resolve("postgresql-data/PG_VERSION"), "14\n");
    try (EmbeddedPostgres server = server(directory)) {
      assertThatThrownBy(server::start)
          .hasMessageContaining(directory.resolve("postgresql-data").toString())
          .hasMessageContaining("written by PostgreSQL 14")
          .hasMessageContaining("pg_upgrade");
    }
  }

  @Test
  void aHalfFinishedFirstStartIsDoneAgain() throws SQLException, IOException {
    Files.createDirectories(directory.resolve("postgresql-data.partial/base"));
    Path unfinished = directory.resolve("postgresql-" + TestDatabase.version() + ".partial");
    Files.createDirectories(unfinished.resolve("bin"));
    try (EmbeddedPostgres server = new EmbeddedPostgres(directory, new SecureRandom())) {
      server.start();
      assertThat(query(server.settings(), "select 'well'")).isEqualTo("well");
    }
    assertThat(unfinished).doesNotExist();
  }

  private static EmbeddedPostgres server(Path directory) {
    return new EmbeddedPostgres(directory, TestDatabase.PROGRAMS, new SecureRandom());
  }

  private static Process picketInAnotherProcess(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedPostgresMain.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = process.inputReader().readLine();
    while (said != null && !said.equals(EmbeddedPostgresMain.STARTED)) {
      said = process.inputReader().readLine();
    }
    assertThat(said).isEqualTo(EmbeddedPostgresMain.STARTED);
    return process;
  }

  private static long postmaster(Path directory) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("postgresql-data/postmaster.pid"))) {
      return Long.parseLong(lines.findFirst().orElseThrow().strip());
    }
  }

  private static void execute(StoreSettings settings, String sql) throws SQLException {
    try (Connection connection = connect(settings);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(StoreSettings settings, String sql) throws SQLException {
    try (Connection connection = connect(settings);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(StoreSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
  }
}
