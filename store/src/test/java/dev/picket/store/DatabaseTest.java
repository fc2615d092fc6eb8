package dev.picket.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.runtime.Readiness;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Connections as they are handed out. */
final class DatabaseTest {

  private static final String STATE = "select state from pg_stat_activity where pid = ";

  @Test
  void aWritersConnectionIsInNoTransactionYet() throws SQLException {
    StoreSettings settings = TestDatabase.create();
    try (Database database =
            new Database(settings, new Availability(new Readiness().register("database")));
        Connection writer = database.writer();
        Connection other = TestDatabase.connect(settings)) {
      int pid = writer.unwrap(PGConnection.class).getBackendPID();
      assertThat(first(other, STATE + pid)).isEqualTo("idle");
    }
  }

  @Test
  void aWritersTimeoutOutlivesARollback() throws SQLException {
    StoreSettings settings = TestDatabase.create();
    try (Database database =
            new Database(settings, new Availability(new Readiness().register("database")));
        Connection writer = database.writer()) {
      assertThat(first(writer, "show statement_timeout")).isEqualTo("8s");
      writer.rollback();
      assertThat(first(writer, "show statement_timeout")).isEqualTo("8s");
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
