/**
 * Observations in PostgreSQL: group commit of submissions, queries, the change feed and garbage
 * collection, and an embedded PostgreSQL for those who have no other.
 *
 * <p>SQL lives here and nowhere else; everything outside sees the ports {@link
 * dev.picket.observation.ObservationStore} and {@link dev.picket.observation.ChangeFeed}.
 */
@NullMarked
package dev.picket.store;

import org.jspecify.annotations.NullMarked;
