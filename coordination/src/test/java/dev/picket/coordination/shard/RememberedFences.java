package dev.picket.coordination.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link FenceStore} in memory, of one group and pool. Safe for use by many threads. */
public final class RememberedFences implements FenceStore {

  private final Map<Integer, Fence> fences = new HashMap<>();

  private record Fence(long epoch, String claimant) {}

  @Override
  public synchronized List<Claim> claim(String claimant, List<FencingToken> tokens) {
    return tokens.stream().map(token -> claim(claimant, token)).toList();
  }

  private Claim claim(String claimant, FencingToken token) {
    Fence fence = fences.getOrDefault(token.partition(), new Fence(0, ""));
    boolean again = token.epoch() == fence.epoch() && claimant.equals(fence.claimant());
    if (token.epoch() <= fence.epoch() && !again) {
      return new Claim.Refused(fence.epoch());
    }
    fences.put(token.partition(), new Fence(token.epoch(), claimant));
    return new Claim.Granted();
  }

  @Override
  public synchronized Optional<Map<Integer, Long>> floors(String group, String pool) {
    Map<Integer, Long> floors = new HashMap<>();
    fences.forEach((partition, fence) -> floors.put(partition, fence.epoch()));
    return Optional.of(floors);
  }
}
