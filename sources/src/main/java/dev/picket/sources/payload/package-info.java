/**
 * Payloads and what they say: JSON bodies decoded item by item under limits, and the normalisers
 * that turn each item of a Falco, audit or generic payload into Picket's own terms.
 *
 * <p>Nothing here does I/O or reads a clock; the same bytes at the same time give the same items.
 */
@NullMarked
package dev.picket.sources.payload;

import org.jspecify.annotations.NullMarked;
