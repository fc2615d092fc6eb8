package dev.picket.kube;

import java.time.Duration;

/**
 * What one {@link ShardedInformer} may use.
 *
 * @param pageLength objects in one page of a list; a page is in memory at once
 * @param lanes how many objects are handled at the same time
 * @param queueLength objects that wait in each lane; a full one holds up the API server
 * @param watchesMax watches with different selectors; each costs the API server a hash per event
 * @param selectorLengthMax of a shard selector as it is sent, encoded; a longer one is left out
 * @param watchLength after which a watch is begun anew from where it was; a connection that was cut
 *     without a word is noticed no later
 */
public record InformerLimits(
    int pageLength,
    int lanes,
    int queueLength,
    int watchesMax,
    int selectorLengthMax,
    Duration watchLength) {

  /** Good for most kinds. */
  public static final InformerLimits DEFAULT =
      new InformerLimits(250, 8, 32, 10, 7_500, Duration.ofMinutes(2));

  public InformerLimits {
    if (pageLength < 1 || lanes < 1 || queueLength < 1 || watchesMax < 1) {
      throw new IllegalArgumentException(
          "limits of %d objects a page, %d lanes of %d, %d watches, expected 1 or more"
              .formatted(pageLength, lanes, queueLength, watchesMax));
    }
    if (watchLength.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "watches of " + watchLength + ", expected at least a second");
    }
  }
}
