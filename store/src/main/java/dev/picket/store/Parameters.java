package dev.picket.store;

import dev.picket.observation.Fingerprint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Binds Picket's own types to a statement. */
final class Parameters {

  private Parameters() {}

  static void bind(Connection connection, PreparedStatement statement, List<?> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      bind(connection, statement, i + 1, values.get(i));
    }
  }

  private static void bind(
      Connection connection, PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Instant instant ->
          statement.setObject(index, Micros.instant(Micros.of(instant)).atOffset(ZoneOffset.UTC));
      case Fingerprint fingerprint -> statement.setBytes(index, fingerprint.bytes());
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      case String text -> statement.setString(index, text);
      case byte[][] many -> statement.setArray(index, connection.createArrayOf("bytea", many));
      case String[] many -> statement.setArray(index, connection.createArrayOf("text", many));
      case Long[] many -> statement.setArray(index, connection.createArrayOf("int8", many));
      case Integer[] many -> statement.setArray(index, connection.createArrayOf("int4", many));
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass().getName());
    }
  }
}
