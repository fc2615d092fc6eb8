package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.observation.Category;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON object, by a {@link Mapping}.
 *
 * <p>A title is required. A severity that is missing or not known becomes {@link
 * #DEFAULT_SEVERITY}, and details tell the original; a category so {@link #DEFAULT_CATEGORY}; an
 * event type {@link #DEFAULT_EVENT_TYPE}. A problem is told from others by the configured identity,
 * or else by its rule, or else by its title. An id makes a report known again, together with its
 * time: tools that number problems rather than reports repeat it with another time.
 */
public final class GenericNormaliser implements Normaliser {

  static final Severity DEFAULT_SEVERITY = Severity.MEDIUM;
  static final Category DEFAULT_CATEGORY = Category.OPERATIONS;
  static final String DEFAULT_EVENT_TYPE = "custom_event";

  /** Where details keep a severity that was not understood. */
  static final String UNMAPPED_SEVERITY = "picketUnmappedSeverity";

  private final String source;
  private final Mapping mapping;

  /**
   * A normaliser for one Ingester.
   *
   * @param source the Ingester's name
   */
  public GenericNormaliser(String source, Mapping mapping) {
    this.source = source;
    this.mapping = mapping;
  }

  @Override
  public Item normalise(JsonNode event, Place place, Instant receivedAt) {
    String title = Texts.title(find(MappedField.TITLE, event));
    if (title.isEmpty()) {
      return place.invalid("", event, "a title, looked for in " + looked(MappedField.TITLE));
    }
    String rule = Texts.cut(find(MappedField.RULE, event), Texts.RULE_CHARS);
    String said = find(MappedField.SEVERITY, event);
    Optional<Severity> severity = SeverityWords.severity(said, mapping.severities());
    Optional<Instant> time = time(event);
    Occurrence occurrence =
        new Occurrence(
            source,
            Category.ofWireName(find(MappedField.CATEGORY, event)).orElse(DEFAULT_CATEGORY),
            severity.orElse(DEFAULT_SEVERITY),
            eventType(event),
            rule,
            title,
            resource(event, title),
            identity(event, rule, title),
            id(event, time),
            time.orElse(receivedAt),
            details(event, severity.isPresent() ? "" : said));
    return new Item.Reported(place.index(), occurrence);
  }

  private String find(MappedField field, JsonNode event) {
    FieldExpression configured = mapping.fields().get(field);
    if (configured != null) {
      return configured.evaluate(event).map(Texts::clean).orElse("");
    }
    for (String pointer : field.pointers()) {
      String found = Texts.of(event.at(pointer));
      if (!found.isBlank()) {
        return found;
      }
    }
    return "";
  }

  private String looked(MappedField field) {
    FieldExpression configured = mapping.fields().get(field);
    return configured == null ? String.join(", ", field.pointers()) : configured.expression();
  }

  private Optional<Instant> time(JsonNode event) {
    if (mapping.fields().containsKey(MappedField.TIME)) {
      String time = find(MappedField.TIME, event);
      return ReportedTime.ofText(time).or(() -> ReportedTime.ofDigits(time));
    }
    return MappedField.TIME.pointers().stream()
        .map(pointer -> ReportedTime.of(event.at(pointer)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private String eventType(JsonNode event) {
    String type = Texts.eventType(find(MappedField.EVENT_TYPE, event));
    return type.isEmpty() ? DEFAULT_EVENT_TYPE : type;
  }

  private Resource resource(JsonNode event, String title) {
    String name = find(MappedField.NAME, event);
    return new Resource(
        Texts.cut(find(MappedField.API_VERSION, event), Texts.NAME_CHARS),
        Texts.cut(find(MappedField.KIND, event), Texts.NAME_CHARS),
        Texts.cut(find(MappedField.NAMESPACE, event), Texts.NAME_CHARS),
        name.equals(title) ? "" : Texts.cut(name, Texts.NAME_CHARS));
  }

  private SortedMap<String, String> identity(JsonNode event, String rule, String title) {
    SortedMap<String, String> identity = new TreeMap<>();
    for (Map.Entry<String, FieldExpression> each : mapping.identity().entrySet()) {
      String value = each.getValue().evaluate(event).map(Texts::clean).orElse("");
      identity.put(each.getKey(), Texts.cut(value, Texts.IDENTITY_CHARS));
    }
    if (identity.isEmpty() && rule.isEmpty()) {
      identity.put("title", title);
    }
    return identity;
  }

  private @Nullable OccurrenceId id(JsonNode event, Optional<Instant> time) {
    String id = find(MappedField.ID, event);
    return id.isBlank()
        ? null
        : new OccurrenceId(time.orElse(Instant.EPOCH), Texts.cut(id, Texts.IDENTITY_CHARS));
  }

  private static String details(JsonNode event, String unmappedSeverity) {
    ObjectNode details = (ObjectNode) event;
    if (unmappedSeverity.isEmpty()) {
      return Details.text(details);
    }
    ObjectNode marked = JsonNodeFactory.instance.objectNode();
    marked.put(UNMAPPED_SEVERITY, Texts.cut(unmappedSeverity, Texts.NAME_CHARS));
    marked.setAll(details);
    return Details.text(marked);
  }
}
