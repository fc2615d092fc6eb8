package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.Comparator;

/**
 * What one manager owns by one operation.
 *
 * @param owner who it is
 * @param applied whether it applies; otherwise it updates
 * @param time of its last change, as text; empty when it is not known
 * @param fields that it owns
 */
record Entry(Owner owner, boolean applied, String time, FieldSet fields) {

  /** The order in which objects list them. */
  static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::operation)
          .thenComparing(Entry::time)
          .thenComparing(each -> each.owner().manager())
          .thenComparing(each -> each.owner().apiVersion())
          .thenComparing(each -> each.owner().subresource());

  /** Whether both are of the same manager; who applies is the same in every version. */
  boolean sameAs(Entry other) {
    return applied == other.applied
        && owner.manager().equals(other.owner.manager())
        && owner.subresource().equals(other.owner.subresource())
        && (applied || owner.apiVersion().equals(other.owner.apiVersion()));
  }

  Entry with(FieldSet others) {
    return new Entry(owner, applied, time, others);
  }

  Entry at(String otherTime) {
    return new Entry(owner, applied, otherTime, fields);
  }

  private String operation() {
    return applied ? "Apply" : "Update";
  }

  /** As messages name it. */
  String shown() {
    String name = Json.quoted(owner.manager());
    if (!owner.subresource().isEmpty()) {
      name += " with subresource " + Json.quoted(owner.subresource());
    }
    return applied ? name : name + " using " + owner.apiVersion();
  }

  ObjectNode write() {
    ObjectNode entry = Json.object();
    entry.put("manager", owner.manager());
    entry.put("operation", operation());
    entry.put("apiVersion", owner.apiVersion());
    if (!time.isEmpty()) {
      entry.put("time", time);
    }
    entry.put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", fields.write());
    if (!owner.subresource().isEmpty()) {
      entry.put("subresource", owner.subresource());
    }
    return entry;
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Entry read(JsonNode entry) {
    String operation = entry.path("operation").asText();
    if (!operation.equals("Apply") && !operation.equals("Update")) {
      throw new IllegalArgumentException("operation: found '" + operation + "'");
    }
    if (!entry.path("fieldsType").asText().equals("FieldsV1")) {
      throw new IllegalArgumentException("fieldsType: expected FieldsV1");
    }
    Owner owner =
        new Owner(
            entry.path("manager").asText(),
            entry.path("apiVersion").asText(),
            entry.path("subresource").asText());
    return new Entry(
        owner,
        operation.equals("Apply"),
        entry.path("time").asText(),
        entry.has("fieldsV1") ? FieldSet.read(entry.path("fieldsV1")) : new FieldSet());
  }
}
