package dev.picket.coordination.shard;

import dev.picket.coordination.lease.UnreachableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Floors kept in memory, for tests of what uses them. It passes {@code FenceStoreContract}, as
 * PostgreSQL does. {@link #fail} makes it unreachable. Safe for use by many threads.
 */
public final class InMemoryFenceStore implements FenceStore {

  private final Map<Partition, Floor> floors = new HashMap<>();
  private @Nullable UnreachableException failure;

  private record Partition(String group, String pool, int number) {}

  private record Floor(long epoch, String claimant) {}

  /** From now on every call fails so, until null is given. */
  public synchronized void fail(@Nullable UnreachableException with) {
    failure = with;
  }

  @Override
  public synchronized List<Claim> claim(String claimant, List<FencingToken> tokens) {
    failIfAsked();
    return tokens.stream().map(each -> claim(claimant, each)).toList();
  }

  private Claim claim(String claimant, FencingToken token) {
    Floor asked = new Floor(token.epoch(), claimant);
    Floor floor =
        floors.merge(
            new Partition(token.group(), token.pool(), token.partition()),
            asked,
            (known, claimed) -> claimed.epoch() > known.epoch() ? claimed : known);
    return floor.equals(asked) ? new Claim.Granted() : new Claim.Refused(floor.epoch());
  }

  @Override
  public synchronized Optional<Map<Integer, Long>> floors(String group, String pool) {
    failIfAsked();
    Map<Integer, Long> found = new HashMap<>();
    floors.forEach((partition, floor) -> {
      if (partition.group().equals(group) && partition.pool().equals(pool)) {
        found.put(partition.number(), floor.epoch());
      }
    });
    return Optional.of(found);
  }

  private void failIfAsked() {
    if (failure != null) {
      throw failure;
    }
  }
}
