package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Structures;
import dev.picket.lab.schema.Structure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code metadata.managedFields}: who owns which fields, by applying or by updating them.
 * Functions of their arguments; safe for use by many threads.
 */
public final class Ownership {

  private static final String STATUS = PathElements.member("status");
  private static final String METADATA = PathElements.member("metadata");

  /** What nobody owns, besides what is reset. */
  private static final FieldSet UNOWNED =
      FieldSet.read(
          Json.read(
              """
              {"f:apiVersion":{},"f:kind":{},"f:metadata":{".":{},"f:name":{},"f:namespace":{},
              "f:creationTimestamp":{},"f:selfLink":{},"f:uid":{},"f:clusterName":{},
              "f:generation":{},"f:managedFields":{},"f:resourceVersion":{}}}
              """
                  .getBytes(StandardCharsets.UTF_8),
              true));

  /** Like no entry that there is. */
  private static final Entry NOBODY = new Entry(new Owner("", "", ""), true, "", new FieldSet());

  private Ownership() {}

  /**
   * Notes who owns what of a new object, which is changed.
   *
   * @param time of the write, as managed fields have it
   */
  public static void created(ResourceType type, ObjectNode object, Owner owner, String time) {
    Structure structure = Structures.of(type);
    Comparison comparison = owned(type, owner, Comparison.of(structure, Blank.of(type), object));
    Entries entries = new Entries();
    entries.put(new Entry(owner, false, time, comparison.changed().difference(UNOWNED)));
    entries.writeTo(object);
  }

  /**
   * Notes who owns what after a change. What is tracked of nobody stays so.
   *
   * @param former the object as it was
   * @param next the object as it will be, with the managed fields that its client sent; changed
   */
  public static void updated(
      ResourceType type, ObjectNode former, ObjectNode next, Owner owner, String time) {
    Entries entries =
        owner.subresource().isEmpty() ? Entries.ofUpdate(former, next) : Entries.of(former);
    if (entries.isEmpty()) {
      entries.writeTo(next);
      return;
    }
    entries.reconcile(Structures.of(type), former);
    Comparison comparison = owned(type, owner, Comparison.of(Structures.of(type), former, next));
    FieldSet changed = comparison.changed().difference(UNOWNED);
    Entry self = new Entry(owner, false, time, changed);
    entries.remove(comparison.removed(), NOBODY);
    entries.remove(comparison.changed(), NOBODY);
    if (!changed.isEmpty()) {
      entries.put(
          entries.find(self).map(there -> self.with(there.fields().union(changed))).orElse(self));
    }
    entries.writeTo(next);
  }

  /**
   * The object after an apply, a new one, which is the same when nothing changes.
   *
   * @param live the object as it is, in the version of the request; null when there is none
   * @param config what is applied
   * @param force whether fields of others are taken
   * @throws StatusException 409 when others own fields that would change, 400 or 500 when what is
   *     applied is not such an object
   */
  public static ObjectNode applied(
      ResourceType type,
      @Nullable ObjectNode live,
      ObjectNode config,
      Owner owner,
      boolean force,
      String time) {
    requireTyped(type, config);
    Apply apply = new Apply(type, live, config, owner, time);
    return apply.run(force);
  }

  private static void requireTyped(ResourceType type, ObjectNode config) {
    if (!config.path("metadata").path(Entries.MANAGED_FIELDS).isEmpty()) {
      throw StatusException.badRequest("metadata.managedFields must be nil");
    }
    List<String> problems = Typing.problems(Structures.of(type), config);
    if (!problems.isEmpty()) {
      String all =
          problems.size() == 1
              ? problems.getFirst()
              : "errors:\n  " + String.join("\n  ", problems);
      String name = config.path("metadata").path("name").asText();
      String space = config.path("metadata").path("namespace").asText();
      throw StatusException.of(
          500,
          "",
          "failed to create typed patch object (%s; %s, Kind=%s): %s"
              .formatted(
                  space.isEmpty() ? name : space + "/" + name,
                  type.apiVersion(),
                  type.kind(),
                  all));
    }
  }

  /** What a write of this kind may own of what it changes. */
  static Comparison owned(ResourceType type, Owner owner, Comparison comparison) {
    return switch (owner.subresource()) {
      case "" -> type.status() ? comparison.without(STATUS) : comparison;
      case "status" -> comparison.only(STATUS);
      default -> comparison;
    };
  }

  /** What an apply of this kind may change of what it says. */
  static FieldSet owned(ResourceType type, Owner owner, FieldSet fields) {
    return switch (owner.subresource()) {
      case "" -> type.status() ? fields.without(STATUS) : fields;
      case "status" -> fields.only(STATUS);
      default -> fields.without(METADATA);
    };
  }

  /** The fields without those that nobody owns. */
  static FieldSet kept(FieldSet fields) {
    return fields.difference(UNOWNED);
  }
}
