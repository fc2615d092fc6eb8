package dev.picket.lab.kinds;

import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.runtime.Ticker;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The rules of every kind. Safe for use by many threads. */
public final class RulesRegistry {

  private final Map<String, Known> custom = new ConcurrentHashMap<>();

  private final Ticker ticker;
  private final Map<String, KindRules> further;

  /**
   * A registry.
   *
   * @param ticker measures how long the evaluation of rules in CEL takes
   * @param further rules that stand in packages which use this one, by resource
   */
  public RulesRegistry(Ticker ticker, Map<String, KindRules> further) {
    this.ticker = ticker;
    this.further = Map.copyOf(further);
  }

  public KindRules of(ResourceType type) {
    StructuralSchema schema = type.structure();
    if (schema == null) {
      KindRules elsewhere = further.get(type.stored().resource());
      return elsewhere == null ? BuiltInRules.of(type) : elsewhere;
    }
    String key = type.stored().resource() + "/" + type.version();
    Known known = custom.get(key);
    if (known == null || known.definedAt() != type.definedAt()) {
      known = new Known(type.definedAt(), new CustomRules(type, schema, ticker));
      custom.put(key, known);
    }
    return known.rules();
  }

  /**
   * Rules as one revision of a definition has them.
   *
   * @param definedAt that revision
   */
  private record Known(long definedAt, CustomRules rules) {}
}
