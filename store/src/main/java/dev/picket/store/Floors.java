package dev.picket.store;

import dev.picket.observation.Fence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest epoch claimed for each of some partitions; 0 where there is none. */
final class Floors {

  private static final String READ =
      """
      select shard_group, pool, partition, epoch
      from unnest(?::text[], ?::text[], ?::int[]) as asked (shard_group, pool, partition)
      join fence using (shard_group, pool, partition)
      """;

  private static final String SHARE =
      READ + "order by fence.shard_group, fence.pool, fence.partition for share of fence";

  private final Map<Fence, Long> epochs;

  private Floors(Map<Fence, Long> epochs) {
    this.epochs = epochs;
  }

  /** The floors as they are now, though they may rise at any time. */
  static Floors read(Connection connection, List<HandedIn> holdings) throws SQLException {
    return run(connection, READ, holdings);
  }

  /**
   * The floors as they stay until the transaction ends: whoever raises one waits for it. They are
   * locked in the order of their keys, as claims do.
   */
  static Floors share(Connection connection, List<HandedIn> holdings) throws SQLException {
    return run(connection, SHARE, holdings);
  }

  private static Floors run(Connection connection, String sql, List<HandedIn> holdings)
      throws SQLException {
    List<Fence> asked =
        holdings.stream().map(each -> partition(each.holding().fence())).distinct().toList();
    Map<Fence, Long> epochs = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Rows<Fence> rows = new Rows<>(connection, statement, asked);
      rows.texts(Fence::group);
      rows.texts(Fence::pool);
      rows.ints(Fence::partition);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          Fence partition = new Fence(found.getString(1), found.getString(2), found.getInt(3), 0);
          epochs.put(partition, found.getLong(4));
        }
      }
    }
    return new Floors(epochs);
  }

  long of(HandedIn holding) {
    return epochs.getOrDefault(partition(holding.holding().fence()), 0L);
  }

  private static Fence partition(Fence fence) {
    return new Fence(fence.group(), fence.pool(), fence.partition(), 0);
  }
}
