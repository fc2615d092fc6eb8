package dev.picket.store;

import dev.picket.observation.SourceObject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks source objects up. Safe for use by many threads. */
final class ObjectQueries {

  static final String HELD_IN =
      """
      select uid, hash, namespace, name, created_at, revision from held_object
      where source = ? and hash between ? and ? and uid > ? and gone_at is null
      order by uid limit ?
      """;

  private final Database database;

  ObjectQueries(Database database) {
    this.database = database;
  }

  List<SourceObject> heldIn(
      String source, long firstHash, long lastHash, String afterUid, int limit) {
    // Unsigned order there is signed order here.
    return database.query(
        HELD_IN,
        List.of(source, firstHash ^ Long.MIN_VALUE, lastHash ^ Long.MIN_VALUE, afterUid, limit),
        ObjectQueries::objects);
  }

  private static List<SourceObject> objects(PreparedStatement statement) throws SQLException {
    List<SourceObject> objects = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        objects.add(
            new SourceObject(
                rows.getString(1),
                rows.getLong(2) ^ Long.MIN_VALUE,
                rows.getString(3),
                rows.getString(4),
                ObservationRows.instant(rows, 5),
                rows.getLong(6)));
      }
    }
    return objects;
  }
}
