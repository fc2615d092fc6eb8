package dev.picket.store;

import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.FenceStore;
import dev.picket.coordination.shard.FencingToken;
import dev.picket.observation.StoreUnavailableException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Floors in PostgreSQL. A claim waits for the writes under way for its partitions, because each of
 * them shares a lock on its floor: once it is answered, nothing older is committed any more. Safe
 * for use by many threads.
 */
final class PostgresFenceStore implements FenceStore {

  /**
   * A claim that is refused writes its row as it was, so that the row as it is now comes back: to
   * read it beside would show it as it was before whoever got in between.
   */
  private static final String CLAIM =
      """
      insert into fence as known (shard_group, pool, partition, epoch, claimant, claimed_at)
      select ?, ?, partition, epoch, ?, now()
      from unnest(?::int[], ?::bigint[]) as each (partition, epoch)
      order by partition
      on conflict (shard_group, pool, partition) do update set
        epoch = greatest(known.epoch, excluded.epoch),
        claimant = case
          when known.epoch < excluded.epoch then excluded.claimant else known.claimant end,
        claimed_at = case
          when known.epoch < excluded.epoch then excluded.claimed_at else known.claimed_at end
      returning partition, epoch, claimant
      """;

  private static final String FLOORS =
      "select partition, epoch from fence where shard_group = ? and pool = ?";

  private final Database database;

  PostgresFenceStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Claim> claim(String claimant, List<FencingToken> tokens) {
    if (tokens.isEmpty()) {
      return List.of();
    }
    FencingToken first = tokens.getFirst();
    Integer[] partitions = new Integer[tokens.size()];
    Long[] epochs = new Long[tokens.size()];
    for (int i = 0; i < partitions.length; i++) {
      FencingToken token = tokens.get(i);
      if (!token.group().equals(first.group()) || !token.pool().equals(first.pool())) {
        throw new IllegalArgumentException("tokens of two pools: " + first + " and " + token);
      }
      partitions[i] = token.partition();
      epochs[i] = token.epoch();
    }
    Map<Integer, Floor> floors =
        query(
            CLAIM,
            List.of(first.group(), first.pool(), claimant, partitions, epochs),
            PostgresFenceStore::claimed);
    return tokens.stream().map(each -> answer(claimant, each, floors)).toList();
  }

  /** A floor and who claimed it. */
  private record Floor(long epoch, String claimant) {}

  private static Map<Integer, Floor> claimed(PreparedStatement statement) throws SQLException {
    Map<Integer, Floor> floors = new HashMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        floors.put(rows.getInt(1), new Floor(rows.getLong(2), rows.getString(3)));
      }
    }
    return floors;
  }

  private static Claim answer(String claimant, FencingToken token, Map<Integer, Floor> floors) {
    Floor floor =
        Optional.ofNullable(floors.get(token.partition()))
            .orElseThrow(() -> new IllegalStateException("no answer to the claim of " + token));
    return floor.equals(new Floor(token.epoch(), claimant))
        ? new Claim.Granted()
        : new Claim.Refused(floor.epoch());
  }

  @Override
  public Optional<Map<Integer, Long>> floors(String group, String pool) {
    return Optional.of(query(FLOORS, List.of(group, pool), PostgresFenceStore::epochs));
  }

  private static Map<Integer, Long> epochs(PreparedStatement statement) throws SQLException {
    Map<Integer, Long> epochs = new HashMap<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        epochs.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return epochs;
  }

  private <T> T query(String sql, List<?> parameters, Database.Query<T> query) {
    try {
      return database.claim(sql, parameters, query);
    } catch (StoreUnavailableException unavailable) {
      throw new UnreachableException(String.valueOf(unavailable.getMessage()), unavailable);
    }
  }
}
