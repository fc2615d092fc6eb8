package dev.picket.store;

import dev.picket.observation.ChangeFeed.Batch;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the transactions that changed something, by their ids, up to the oldest that is still
 * under way anywhere on the server: one that began earlier and commits later is waited for, never
 * passed over. Transactions that only read have no id and hold up nothing. Safe for use by many
 * threads.
 */
final class PostgresChangeFeed {

  private static final int CHUNK = 64;

  private static final String LATEST =
      "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1";

  private static final String SINCE =
      """
      select
        horizon.transaction_id::text::bigint,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        change.transaction_id::text::bigint,
        change.fingerprints
      from change_horizon as horizon
      left join lateral (
        select * from change
        where transaction_id > ?::xid8
          and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        order by transaction_id limit ?) as change on true
      order by change.transaction_id
      """;

  private static final String LOAD =
      "select " + ObservationRows.COLUMNS + " from observation where fingerprint = any (?)";

  private static final String FORGET_THE_FUTURE =
      """
      with removed as (
        delete from change where transaction_id >= pg_snapshot_xmax(pg_current_snapshot())
      )
      update change_horizon set transaction_id = '0'
      where transaction_id >= pg_snapshot_xmax(pg_current_snapshot())
      """;

  private final Database database;

  PostgresChangeFeed(Database database) {
    this.database = database;
  }

  /** Removes what a restored backup brought from a server whose transaction ids were ahead. */
  void forgetTheFuture() {
    database.query(FORGET_THE_FUTURE, List.of(), PreparedStatement::executeUpdate);
  }

  long latest() {
    return database.query(
        LATEST,
        List.of(),
        statement -> {
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  Batch since(long after, int limit) {
    Set<Fingerprint> touched = new LinkedHashSet<>();
    long position = after;
    Chunk chunk;
    do {
      chunk = chunk(position);
      if (chunk.missedSomething(position)) {
        return new Batch.Reset(chunk.end() - 1);
      }
      touched.addAll(chunk.fingerprints());
      if (touched.size() > limit) {
        return new Batch.Reset(chunk.end() - 1);
      }
      position = chunk.position();
    } while (chunk.transactions() == CHUNK);
    return load(position, touched);
  }

  private Batch load(long position, Set<Fingerprint> touched) {
    if (touched.isEmpty()) {
      return new Batch.Changes(position, List.of(), Set.of());
    }
    byte[][] keys = touched.stream().map(Fingerprint::bytes).toArray(byte[][]::new);
    Map<Fingerprint, Observation> found = new HashMap<>();
    database
        .query(LOAD, List.of((Object) keys), ObservationRows::all)
        .forEach(each -> found.put(each.fingerprint(), each));
    List<Observation> changed = new ArrayList<>();
    Set<Fingerprint> removed = new LinkedHashSet<>();
    for (Fingerprint each : touched) {
      Observation current = found.get(each);
      if (current == null) {
        removed.add(each);
      } else {
        changed.add(current);
      }
    }
    return new Batch.Changes(position, changed, removed);
  }

  /**
   * Some transactions, as one snapshot shows them.
   *
   * @param horizon the newest change that was forgotten
   * @param end every transaction before this one has ended
   * @param next no transaction from this one on has begun
   * @param position the last transaction read, or where the reading began
   */
  private record Chunk(
      long horizon,
      long end,
      long next,
      long position,
      int transactions,
      Set<Fingerprint> fingerprints) {

    boolean missedSomething(long after) {
      return after < horizon || after >= next;
    }
  }

  private Chunk chunk(long after) {
    // Ids are unsigned; what is not one comes from outside and reads from the beginning.
    String from = Long.toString(Math.max(0, after));
    return database.query(SINCE, List.of(from, CHUNK), statement -> readChunk(statement, after));
  }

  private static Chunk readChunk(PreparedStatement statement, long after) throws SQLException {
    Chunk chunk = new Chunk(0, 0, 0, after, 0, new LinkedHashSet<>());
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        chunk = add(chunk, rows);
      }
    }
    return chunk;
  }

  private static Chunk add(Chunk before, ResultSet row) throws SQLException {
    long transaction = row.getLong(4);
    boolean none = row.wasNull();
    if (!none) {
      for (byte[] each : (byte[][]) row.getArray(5).getArray()) {
        before.fingerprints().add(Fingerprint.ofBytes(each));
      }
    }
    return new Chunk(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        none ? before.position() : transaction,
        before.transactions() + (none ? 0 : 1),
        before.fingerprints());
  }
}
