package dev.picket.lab.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.picket.lab.schema.StructuralSchema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The types of what a schema describes. */
final class SchemaTypes {

  private final Map<String, CelType> structs = new LinkedHashMap<>();

  /** The type of a schema's values; of a whole object when so. */
  CelType type(StructuralSchema schema, boolean whole) {
    if (schema.extensions().intOrString() || schema.nullable()) {
      return SimpleType.DYN;
    }
    return switch (schema.type()) {
      case "object" -> object(schema, whole || schema.extensions().embedded());
      case "array" ->
          ListType.create(schema.items() == null ? SimpleType.DYN : type(schema.items(), false));
      case "integer" -> SimpleType.INT;
      case "number" -> SimpleType.DOUBLE;
      case "boolean" -> SimpleType.BOOL;
      case "string" ->
          switch (Values.special(schema)) {
            case BYTES -> SimpleType.BYTES;
            case TIME -> SimpleType.TIMESTAMP;
            case DURATION -> SimpleType.DURATION;
            case NONE -> SimpleType.STRING;
          };
      default -> SimpleType.DYN;
    };
  }

  private CelType object(StructuralSchema schema, boolean whole) {
    StructuralSchema.Additional additional = schema.additional();
    if (additional != null && additional.allowed() && schema.properties().isEmpty()) {
      StructuralSchema values = additional.schema();
      return MapType.create(
          SimpleType.STRING, values == null ? SimpleType.DYN : type(values, false));
    }
    Map<String, CelType> fields = new LinkedHashMap<>();
    schema
        .properties()
        .forEach((name, property) ->
            Names.escape(name).ifPresent(escaped -> fields.put(escaped, type(property, false))));
    if (whole) {
      fields.put("apiVersion", SimpleType.STRING);
      fields.put("kind", SimpleType.STRING);
      fields.put("metadata", metadata());
    }
    return struct("object" + structs.size(), fields);
  }

  private CelType metadata() {
    return struct(
        "metadata" + structs.size(),
        Map.of("name", SimpleType.STRING, "generateName", SimpleType.STRING));
  }

  private CelType struct(String name, Map<String, CelType> fields) {
    ImmutableMap<String, CelType> fixed = ImmutableMap.copyOf(fields);
    CelType struct =
        StructType.create(name, fixed.keySet(), field -> Optional.ofNullable(fixed.get(field)));
    structs.put(name, struct);
    return struct;
  }

  /** The types that were made so far, by name. */
  CelTypeProvider provider() {
    return new Provider(ImmutableMap.copyOf(structs));
  }

  private record Provider(ImmutableMap<String, CelType> structs) implements CelTypeProvider {

    @Override
    public ImmutableCollection<CelType> types() {
      return structs.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(structs.get(name));
    }
  }
}
