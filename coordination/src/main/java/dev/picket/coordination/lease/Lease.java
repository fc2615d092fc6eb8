package dev.picket.coordination.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Lease as its store has it (Kubernetes: coordination.k8s.io/v1).
 *
 * @param group the shard group it belongs to; leases are listed by it
 * @param name unique in its store
 * @param holder who holds it; empty for nobody, also where the record says nothing
 * @param duration how long after a renewal the holder counts as alive; zero where the record says
 *     nothing
 * @param acquiredAt for people only; no rule reads it; null where the record says nothing
 * @param renewedAt for people only; no rule reads it; null where the record says nothing
 * @param transitions how often it changed hands
 * @param annotations what the holder and others say beside it
 * @param revision grows with every write of this record; 0 for a record that is not stored yet
 */
public record Lease(
    String group,
    String name,
    String holder,
    Duration duration,
    @Nullable Instant acquiredAt,
    @Nullable Instant renewedAt,
    int transitions,
    Map<String, String> annotations,
    long revision) {

  public Lease {
    annotations = Map.copyOf(annotations);
  }

  /** Whether nobody holds it. */
  public boolean isVacant() {
    return holder.isEmpty();
  }
}
