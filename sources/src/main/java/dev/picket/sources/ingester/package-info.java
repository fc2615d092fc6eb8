/**
 * Ingesters: the configuration of sources, as records and as the file that people write.
 *
 * <p>What the file says is checked whole before any of it is used, and every mistake in it is told
 * at once.
 */
@NullMarked
package dev.picket.sources.ingester;

import org.jspecify.annotations.NullMarked;
