package dev.picket.sources.payload;

import dev.picket.observation.Severity;
import java.util.Map;

/**
 * Where a generic payload has what.
 *
 * @param fields an expression for each field that is configured; the others are looked for under
 *     their common names
 * @param identity expressions whose values tell problems apart, by name; empty for the default
 * @param severities severities by the payload's own words for them, in lower case; the common
 *     synonyms hold besides
 */
public record Mapping(
    Map<MappedField, FieldExpression> fields,
    Map<String, FieldExpression> identity,
    Map<String, Severity> severities) {

  /** Everything under its common names. */
  public static final Mapping DEFAULT = new Mapping(Map.of(), Map.of(), Map.of());

  public Mapping {
    fields = Map.copyOf(fields);
    identity = Map.copyOf(identity);
    severities = Map.copyOf(severities);
  }
}
