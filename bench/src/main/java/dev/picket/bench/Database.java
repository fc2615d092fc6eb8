package dev.picket.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.postgresql.PGConnection;

/**
 * The server's PostgreSQL, asked directly: what is really in it, and what it does without Picket.
 */
final class Database {

  private static final int ROWS_PER_COMMIT = 1_000;
  private static final int WRITERS = 2;

  private final String url;

  /**
   * What the table holds of one scenario.
   *
   * @param rows Observations
   * @param occurrences the sum of their counts
   */
  record Contents(long rows, long occurrences) {}

  /** Rows written in a time. */
  record Speed(long rows, Duration elapsed) {
    double perSecond() {
      return rows / (elapsed.toNanos() / 1e9);
    }
  }

  Database(String url) {
    this.url = url;
  }

  Contents contents(String run) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*), coalesce(sum(count), 0) FROM observation WHERE name LIKE 'web-"
                    + run
                    + "-%'")) {
      row.next();
      return new Contents(row.getLong(1), row.getLong(2));
    }
  }

  String version() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url)) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  /** Forgets everything, so that each scenario begins with the same empty tables. */
  void empty() throws SQLException {
    execute("TRUNCATE observation, occurrence_id", "CHECKPOINT");
  }

  /**
   * The Observations in the table, written once more into an empty table of the same columns and
   * indexes by COPY, committed every {@value #ROWS_PER_COMMIT} rows, over {@value #WRITERS}
   * connections.
   */
  Speed copyAlone() throws SQLException, IOException {
    execute("DROP TABLE IF EXISTS alone", "CREATE TABLE alone (LIKE observation INCLUDING ALL)");
    List<byte[]> chunks = chunks(export());
    long begun = System.nanoTime();
    List<FutureTask<Long>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int first = i;
      writers.add(start(() -> copyEvery(chunks, first)));
    }
    long rows = 0;
    for (FutureTask<Long> writer : writers) {
      rows += result(writer);
    }
    return new Speed(rows, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** One statement that counts a repeat on every row of the table. */
  Speed upsertAlone() throws SQLException {
    long begun = System.nanoTime();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      long rows =
          statement.executeLargeUpdate(
              "INSERT INTO alone SELECT * FROM observation ON CONFLICT (fingerprint) DO UPDATE SET"
                  + " count = alone.count + 1, last_seen = excluded.last_seen, details ="
                  + " excluded.details");
      return new Speed(rows, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private byte[] export() throws SQLException, IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try (Connection connection = DriverManager.getConnection(url)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY (SELECT * FROM observation LIMIT 100000) TO STDOUT", rows);
    }
    return rows.toByteArray();
  }

  private static List<byte[]> chunks(byte[] rows) {
    List<byte[]> chunks = new ArrayList<>();
    int begin = 0;
    int lines = 0;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == '\n' && (++lines % ROWS_PER_COMMIT == 0 || i == rows.length - 1)) {
        chunks.add(Arrays.copyOfRange(rows, begin, i + 1));
        begin = i + 1;
      }
    }
    return chunks;
  }

  private long copyEvery(List<byte[]> chunks, int first) throws SQLException, IOException {
    long rows = 0;
    try (Connection connection = DriverManager.getConnection(url)) {
      for (int i = first; i < chunks.size(); i += WRITERS) {
        rows +=
            connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY alone FROM STDIN", new ByteArrayInputStream(chunks.get(i)));
      }
    }
    return rows;
  }

  private static FutureTask<Long> start(Callable<Long> work) {
    FutureTask<Long> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static long result(FutureTask<Long> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException failure) {
      throw new IOException("writing to PostgreSQL failed", failure.getCause());
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
