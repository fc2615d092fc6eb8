/**
 * Leases: who is alive and who leads, by the rules of client-go with its known holes closed.
 *
 * <p>A holder counts its validity from when it <em>sent</em> the last renewal that succeeded; an
 * observer counts the lease's duration from when <em>it</em> saw the record change. Neither
 * believes a clock of another machine.
 */
@NullMarked
package dev.picket.coordination.lease;

import org.jspecify.annotations.NullMarked;
