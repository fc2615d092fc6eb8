package dev.picket.observation;

import java.time.Instant;

/**
 * A source's own name for one occurrence, by which a report that is sent again is known: an audit
 * id with its stage, or Falco's uuid.
 *
 * @param at the source's own time of it, just as the source wrote it: part of the identity, so
 *     never corrected
 * @param value unique within the source
 */
public record OccurrenceId(Instant at, String value) {}
