package dev.picket.coordination.simulation;

import dev.picket.coordination.shard.FenceStore;
import dev.picket.coordination.shard.FencingToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database with fences, which knows more than it tells: whose gate has opened in which epoch. */
final class Sink implements FenceStore {

  private final Map<Integer, Fence> fences = new HashMap<>();
  private final Map<Integer, Long> opened = new HashMap<>();
  private final Map<FencingToken, String> writers = new HashMap<>();
  private long accepted;
  private long refused;

  private record Fence(long epoch, String claimant) {
    boolean yieldsTo(long newer, String other) {
      return newer > epoch || (newer == epoch && other.equals(claimant));
    }
  }

  @Override
  public List<Claim> claim(String claimant, List<FencingToken> tokens) {
    List<Claim> claims = new ArrayList<>();
    for (FencingToken token : tokens) {
      Fence fence = fences.get(token.partition());
      if (fence == null || fence.yieldsTo(token.epoch(), claimant)) {
        fences.put(token.partition(), new Fence(token.epoch(), claimant));
        claims.add(new Claim.Granted());
      } else {
        claims.add(new Claim.Refused(fence.epoch()));
      }
    }
    return claims;
  }

  @Override
  public Optional<Map<Integer, Long>> floors(String group, String pool) {
    Map<Integer, Long> floors = new HashMap<>();
    fences.forEach((partition, fence) -> floors.put(partition, fence.epoch()));
    return Optional.of(floors);
  }

  /** A write arrives. */
  void write(FencingToken token, String writer) {
    Fence fence = fences.get(token.partition());
    if (fence != null && token.epoch() < fence.epoch()) {
      refused++;
      return;
    }
    long newest = opened.getOrDefault(token.partition(), 0L);
    if (token.epoch() < newest) {
      throw new Violation(
          Invariants.EPOCH_ORDER,
          "partition %d took a write of %s in epoch %d after a gate had opened in epoch %d"
              .formatted(token.partition(), writer, token.epoch(), newest));
    }
    String before = writers.putIfAbsent(token, writer);
    if (before != null && !before.equals(writer)) {
      throw new Violation(
          Invariants.EPOCH_ORDER,
          "epoch %d of partition %d has two owners, %s and %s"
              .formatted(token.epoch(), token.partition(), before, writer));
    }
    accepted++;
  }

  /** A gate was found open in this epoch. */
  void opened(FencingToken token) {
    opened.merge(token.partition(), token.epoch(), Math::max);
  }

  long accepted() {
    return accepted;
  }

  long refused() {
    return refused;
  }
}
