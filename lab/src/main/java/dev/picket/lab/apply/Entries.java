package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.schema.Structure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What an object's managed fields say. Changed in place. */
final class Entries {

  static final String MANAGED_FIELDS = "managedFields";

  /** Managers that update, above which the oldest become one. */
  private static final int UPDATES_MAX = 10;

  private static final String OLD_UPDATES = "ancient-changes";

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Those that an object has.
   *
   * @throws IllegalArgumentException when they are malformed
   */
  static Entries of(JsonNode object) {
    Entries entries = new Entries();
    for (JsonNode each : object.path("metadata").path(MANAGED_FIELDS)) {
      entries.put(Entry.read(each));
    }
    return entries;
  }

  /** Those of an update: what its client sends counts, unless it sends none or nonsense. */
  static Entries ofUpdate(JsonNode former, JsonNode next) {
    if (isReset(next)) {
      return new Entries();
    }
    try {
      Entries sent = of(next);
      if (!sent.isEmpty()) {
        return sent;
      }
    } catch (IllegalArgumentException | StatusException malformed) {
      // As the real one: what it cannot read, it takes for a client that does not know the field.
      return of(former);
    }
    return of(former);
  }

  /** Whether an update wants to have no managed fields, which one empty entry says. */
  private static boolean isReset(JsonNode object) {
    JsonNode sent = object.path("metadata").path(MANAGED_FIELDS);
    return sent.size() == 1 && sent.get(0).isEmpty();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The entry of the same manager. */
  Optional<Entry> find(Entry like) {
    return entries.stream().filter(each -> each.sameAs(like)).findFirst();
  }

  /** Takes the entry in the place of the one of the same manager. */
  void put(Entry entry) {
    entries.removeIf(each -> each.sameAs(entry));
    entries.add(entry);
  }

  /** Takes fields from everyone but one manager. */
  void remove(FieldSet fields, Entry exempt) {
    entries.replaceAll(
        each -> each.sameAs(exempt) ? each : each.with(each.fields().difference(fields)));
  }

  /** Brings what is owned in line with how objects are put together now. */
  void reconcile(Structure structure, JsonNode object) {
    entries.replaceAll(each -> each.with(Reconciling.fit(structure, object, each.fields())));
  }

  /** Everything that is owned. */
  FieldSet owned() {
    FieldSet owned = new FieldSet();
    for (Entry each : entries) {
      owned = owned.union(each.fields());
    }
    return owned;
  }

  /** Writes them into an object, without those that own nothing. */
  void writeTo(ObjectNode object) {
    entries.removeIf(each -> each.fields().isEmpty());
    cap();
    entries.sort(Entry.ORDER);
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.remove(MANAGED_FIELDS);
    if (!entries.isEmpty()) {
      ArrayNode list = Json.array();
      entries.forEach(each -> list.add(each.write()));
      metadata.set(MANAGED_FIELDS, list);
    }
  }

  private void cap() {
    List<Entry> updates =
        new ArrayList<>(entries.stream().filter(each -> !each.applied()).toList());
    if (updates.size() <= UPDATES_MAX) {
      return;
    }
    updates.sort(Comparator.comparing(Entry::time));
    for (Entry each : updates.subList(0, updates.size() - UPDATES_MAX + 1)) {
      entries.remove(each);
      Entry old =
          new Entry(
              new Owner(OLD_UPDATES, each.owner().apiVersion(), ""),
              false,
              each.time(),
              each.fields());
      put(find(old).map(there -> old.with(there.fields().union(old.fields()))).orElse(old));
    }
  }
}
