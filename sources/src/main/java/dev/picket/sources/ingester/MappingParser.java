package dev.picket.sources.ingester;

import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Severity;
import dev.picket.sources.condition.CelField;
import dev.picket.sources.payload.FieldExpression;
import dev.picket.sources.payload.MappedField;
import dev.picket.sources.payload.Mapping;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Parses mappings of generic payloads. */
final class MappingParser {

  static final List<String> KEYS =
      Stream.concat(
              Arrays.stream(MappedField.values()).map(MappedField::wireName),
              Stream.of("identity", "severityMap"))
          .toList();

  private MappingParser() {}

  static Mapping parse(Section section) {
    Map<MappedField, FieldExpression> fields = new EnumMap<>(MappedField.class);
    for (MappedField field : MappedField.values()) {
      String expression = section.read(field.wireName(), Form.TEXT, "");
      if (!expression.isEmpty()) {
        compile(section, field.wireName(), expression)
            .ifPresent(compiled -> fields.put(field, compiled));
      }
    }
    return new Mapping(fields, identity(section), severities(section));
  }

  private static Map<String, FieldExpression> identity(Section section) {
    Map<String, String> expressions = new LinkedHashMap<>();
    if (section.hasList("identity")) {
      section.readAll("identity", Form.TEXT).forEach(each -> expressions.put(each, each));
    } else {
      expressions.putAll(section.section("identity", List.of()).readEach(Form.TEXT));
    }
    Map<String, FieldExpression> identity = new HashMap<>();
    expressions.forEach((name, expression) ->
        compile(section, "identity", expression)
            .ifPresent(compiled -> identity.put(name, compiled)));
    return identity;
  }

  private static Map<String, Severity> severities(Section section) {
    Map<String, Severity> severities = new HashMap<>();
    section
        .section("severityMap", List.of())
        .readEach(Form.SEVERITY)
        .forEach((word, severity) -> severities.put(word.toLowerCase(Locale.ROOT), severity));
    return severities;
  }

  private static Optional<FieldExpression> compile(Section section, String key, String expression) {
    try {
      return Optional.of(CelField.compile(expression, section.place(key)));
    } catch (InvalidInputException invalid) {
      section.note(invalid);
      return Optional.empty();
    }
  }
}
