package dev.picket.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/** Writes a stretch of items, halving it until what PostgreSQL cannot hold stands alone. */
final class Halving {

  private Halving() {}

  /** What is written. */
  interface Items {

    /** Writes some, all of them or none. */
    void attempt(int from, int to) throws SQLException;

    /** Takes note of one that cannot be written. */
    void refuse(int index, SQLException failure);
  }

  /** Writes everything but what is refused; whatever the transaction did before stays. */
  static void write(Connection connection, int from, int to, Items items) throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    try {
      items.attempt(from, to);
      connection.releaseSavepoint(savepoint);
    } catch (SQLException failure) {
      if (!SqlFailures.isData(failure)) {
        throw failure;
      }
      connection.rollback(savepoint);
      narrow(connection, from, to, items, failure);
    }
  }

  /** Goes on after an attempt that failed and was undone. */
  static void narrow(Connection connection, int from, int to, Items items, SQLException failure)
      throws SQLException {
    if (to - from == 1) {
      items.refuse(from, failure);
      return;
    }
    int middle = (from + to) >>> 1;
    write(connection, from, middle, items);
    write(connection, middle, to, items);
  }
}
