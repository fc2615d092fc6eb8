package dev.picket.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Binds one array parameter after the other, in PostgreSQL's binary form where it has one. */
final class Rows<T> {

  private final Connection connection;
  private final PreparedStatement statement;
  private final List<T> rows;
  private int parameter;

  Rows(Connection connection, PreparedStatement statement, List<T> rows) {
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
  }

  void longs(ToLongFunction<T> value) throws SQLException {
    bind("int8", rows.stream().mapToLong(value).boxed().toArray(Long[]::new));
  }

  void ints(ToIntFunction<T> value) throws SQLException {
    bind("int4", rows.stream().mapToInt(value).boxed().toArray(Integer[]::new));
  }

  void shorts(ToIntFunction<T> value) throws SQLException {
    Short[] values = new Short[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) value.applyAsInt(rows.get(i));
    }
    bind("int2", values);
  }

  void booleans(Predicate<T> value) throws SQLException {
    bind("bool", rows.stream().map(value::test).toArray(Boolean[]::new));
  }

  void texts(Function<T, String> value) throws SQLException {
    bind("text", rows.stream().map(value).toArray(String[]::new));
  }

  void byteArrays(Function<T, byte[]> value) throws SQLException {
    bind("bytea", rows.stream().map(value).toArray(byte[][]::new));
  }

  private void bind(String type, Object[] values) throws SQLException {
    Array array = connection.createArrayOf(type, values);
    statement.setArray(++parameter, array);
  }
}
