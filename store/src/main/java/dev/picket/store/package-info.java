/**
 * Observations in PostgreSQL: group commit of submissions and holdings, fences, queries, the change
 * feed and garbage collection, and an embedded PostgreSQL for those who have no other.
 *
 * <p>SQL lives here and nowhere else; everything outside sees the ports {@link
 * dev.picket.observation.ObservationStore}, {@link dev.picket.observation.HoldingStore}, {@link
 * dev.picket.observation.ChangeFeed} and {@link dev.picket.coordination.shard.FenceStore}.
 */
@NullMarked
package dev.picket.store;

import org.jspecify.annotations.NullMarked;
