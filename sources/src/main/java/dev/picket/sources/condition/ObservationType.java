package dev.picket.sources.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Optional;

/** The fields of {@code observation} and their types, so that a misspelt one does not compile. */
final class ObservationType implements CelTypeProvider {

  private static final StructType RESOURCE =
      struct(
          "Resource",
          ImmutableMap.of(
              "apiVersion", SimpleType.STRING,
              "kind", SimpleType.STRING,
              "namespace", SimpleType.STRING,
              "name", SimpleType.STRING));

  /** The type of the variable {@code observation}. */
  static final StructType OBSERVATION =
      struct(
          "Observation",
          ImmutableMap.<String, CelType>builder()
              .put("source", SimpleType.STRING)
              .put("category", SimpleType.STRING)
              .put("severity", SimpleType.STRING)
              .put("severityRank", SimpleType.INT)
              .put("eventType", SimpleType.STRING)
              .put("rule", SimpleType.STRING)
              .put("title", SimpleType.STRING)
              .put("resource", RESOURCE)
              .put("details", SimpleType.DYN)
              .buildOrThrow());

  private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(
        name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of(OBSERVATION, RESOURCE);
  }

  @Override
  public Optional<CelType> findType(String name) {
    return types().stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
