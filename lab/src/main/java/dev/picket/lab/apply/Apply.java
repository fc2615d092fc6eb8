package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Structures;
import dev.picket.lab.schema.Structure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One apply, on its way. */
final class Apply {

  private static final String FIRST = "before-first-apply";
  private static final String KUBECTL = "kubectl";
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final ResourceType type;
  private final Structure structure;
  private final ObjectNode live;
  private final ObjectNode config;
  private final Entries entries;
  private final @Nullable Entry last;
  private final Entry own;

  Apply(ResourceType type, @Nullable ObjectNode live, ObjectNode config, Owner owner, String time) {
    this.type = type;
    this.structure = Structures.of(type);
    this.live = live == null ? Json.object() : live;
    this.config = config;
    FieldSet fields = Ownership.owned(type, owner, FieldsOf.value(structure, config));
    this.own = new Entry(owner, true, time, fields);
    this.entries = live == null ? new Entries() : tracked(type, structure, live, time);
    this.last = entries.find(own).orElse(null);
  }

  /** What is owned of an object; one that nobody was tracked for was written by somebody. */
  private static Entries tracked(
      ResourceType type, Structure structure, ObjectNode object, String time) {
    Entries there = Entries.of(object);
    if (there.isEmpty()) {
      Owner somebody = new Owner(FIRST, type.apiVersion(), "");
      Comparison whole = Comparison.of(structure, Blank.of(type), object);
      FieldSet fields = Ownership.owned(type, somebody, whole).changed();
      there.put(new Entry(somebody, false, time, Ownership.kept(fields)));
    }
    there.reconcile(structure, object);
    return there;
  }

  ObjectNode run(boolean force) {
    entries.put(own);
    JsonNode bare = bare(live);
    JsonNode merged = pruned(Merging.merge(structure, bare, config));
    Comparison comparison =
        Ownership.owned(type, own.owner(), Comparison.of(structure, bare, merged));
    Conflicts conflicts = conflicts(comparison.changed());
    if (!force && !conflicts.isEmpty()) {
      Conflicts denied =
          own.owner().manager().equals(KUBECTL) ? conflicts.without(lastApplied()) : conflicts;
      if (!denied.isEmpty()) {
        throw denied.refusal();
      }
    }
    entries.remove(comparison.changed(), own);
    entries.remove(comparison.removed(), own);
    Entry kept = own.with(Ownership.kept(own.fields()));
    Entry before = last;
    if (before != null && comparison.same() && before.fields().equals(kept.fields())) {
      kept = kept.at(before.time());
    }
    entries.put(kept);
    ObjectNode result = (ObjectNode) merged;
    entries.writeTo(result);
    return result;
  }

  private Conflicts conflicts(FieldSet changed) {
    Conflicts conflicts = new Conflicts();
    for (Entry each : entries.all()) {
      if (!each.sameAs(own)) {
        conflicts.add(each, each.fields().intersection(changed));
      }
    }
    return conflicts;
  }

  /** Takes out what the manager applied before, does not apply now, and nobody else owns. */
  private JsonNode pruned(JsonNode merged) {
    if (last == null || last.fields().isEmpty()) {
      return merged;
    }
    FieldSet former = last.fields().withDeclared(structure);
    FieldSet all = FieldsOf.value(structure, merged).withDeclared(structure);
    JsonNode without = Removal.without(structure, merged, former);
    FieldSet left = FieldsOf.value(structure, without).withDeclared(structure);
    FieldSet kept = left.union(entries.owned().withDeclared(structure));
    JsonNode owned = Removal.without(structure, merged, all.difference(kept));
    FieldSet ownedFields = FieldsOf.value(structure, owned).withDeclared(structure);
    FieldSet gone = all.difference(ownedFields).intersection(former);
    return Removal.without(structure, merged, gone);
  }

  /** Fields that kubectl wrote before it applied them here, if they are still as it wrote them. */
  private FieldSet lastApplied() {
    String text = live.path("metadata").path("annotations").path(LAST_APPLIED).asText();
    Optional<JsonNode> read = text.isEmpty() ? Optional.empty() : read(text);
    if (read.isEmpty() || !Typing.problems(structure, read.get()).isEmpty()) {
      return new FieldSet();
    }
    JsonNode object = read.get();
    Comparison since = Comparison.of(structure, object, live);
    return FieldsOf.value(structure, object)
        .difference(since.changed())
        .difference(since.removed());
  }

  private static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(Json.read(text.getBytes(StandardCharsets.UTF_8), false));
    } catch (StatusException malformed) {
      return Optional.empty();
    }
  }

  private static ObjectNode bare(ObjectNode object) {
    ObjectNode bare = object.deepCopy();
    if (bare.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(Entries.MANAGED_FIELDS);
    }
    return bare;
  }
}
