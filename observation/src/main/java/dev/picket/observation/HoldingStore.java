package dev.picket.observation;

import java.util.List;

/**
 * Port: Observations that source objects hold open. An object's findings are replaced as a whole,
 * so telling the same state again writes nothing, and telling the latest state is enough whatever
 * was missed in between. Safe for use by many threads and processes.
 *
 * <p>Rules, in the order in which they apply to a holding:
 *
 * <ol>
 *   <li>Its {@link Fence} must be the newest claimed for its partition, checked under a lock in the
 *       transaction that writes; else {@link Held.Fenced}. Others in the batch are not affected.
 *   <li>It must not be older than what the store knows of the object: a revision lower than the one
 *       held, or anything but a higher revision after it was gone, is {@link Held.Outdated}. The
 *       same revision again is accepted, and changes nothing unless it says something else.
 *   <li>A finding whose Observation this object holds with the same content changes nothing ({@link
 *       Recorded.Retried}), whatever a person has made of it. Any other finding counts as one
 *       occurrence, as {@link ObservationStore#record} describes, and is held by this object from
 *       now on; but since a holding says how things are now, its severity, title, details and time
 *       to live replace what was known, also where the severity is lower; the content takes the
 *       place of an {@link OccurrenceId}, which is not looked at. A finding told twice in one
 *       holding counts as first told.
 *   <li>Except that a finding which another object holds is left alone when that object is newer by
 *       (createdAt, revision): also {@link Recorded.Retried}.
 *   <li>Observations held by this object and not among its findings are resolved, unless another
 *       object holds them by now. A suppressed one is resolved, too.
 * </ol>
 *
 * <p>Observations that are held are not removed however old they are; one that is held no longer is
 * removed when its time to live has passed since then, or some seconds later. That an object is
 * gone is remembered for an hour. Every method throws {@link StoreUnavailableException} when the
 * store cannot answer now.
 */
public interface HoldingStore {

  /**
   * Writes holdings and returns once all of it is committed.
   *
   * @return one result per holding, in their order
   */
  List<Held> hold(List<Holding> holdings);

  /**
   * Objects of a source that are not gone, whose hash lies in a stretch of the hash space.
   *
   * @param firstHash lowest, unsigned
   * @param lastHash highest, unsigned, included
   * @param afterUid only uids after this one, in ascending order; empty to begin
   * @param limit how many at most, at least 1
   */
  List<SourceObject> heldIn(
      String source, long firstHash, long lastHash, String afterUid, int limit);
}
