package dev.picket.store;

import dev.picket.observation.Fingerprint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Makes writers of a store wait, and waits for them to do so. */
final class Locks {

  private final StoreFixture fixture;

  Locks(StoreFixture fixture) {
    this.fixture = fixture;
  }

  /** Locks an Observation in a transaction of its own. */
  static void hold(Connection holder, Fingerprint fingerprint) throws SQLException {
    holder.setAutoCommit(false);
    try (PreparedStatement statement =
        holder.prepareStatement("select from observation where fingerprint = ? for update")) {
      statement.setBytes(1, fingerprint.bytes());
      statement.execute();
    }
  }

  /** Returns once so many transactions wait for others. */
  void awaitBlocked(int transactions) throws Exception {
    Eventually.isTrue(() ->
        fixture
            .query(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and datname = current_database()")
            .equals(Integer.toString(transactions)));
  }
}
