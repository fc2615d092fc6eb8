package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Cache;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** How owners adopt what their selectors match, and let go of what they no longer match. */
final class Claims {

  private Claims() {}

  /**
   * What an owner has after adopting and releasing, which it adds to the outcome.
   *
   * @param candidates of the owner's namespace
   * @param selects whether the owner's selector matches
   * @return what the owner controls or adopts now
   */
  static List<ObjectNode> claim(
      ResourceType type,
      List<ObjectNode> candidates,
      JsonNode owner,
      Predicate<ObjectNode> selects,
      Outcome outcome) {
    List<ObjectNode> claimed = new ArrayList<>();
    for (ObjectNode each : candidates) {
      String controller = Metadata.controllerUid(each);
      if (controller.equals(Metadata.uid(owner))) {
        if (selects.test(each)) {
          claimed.add(each);
        } else if (!Metadata.deleting(owner)) {
          ObjectNode released = each.deepCopy();
          Metadata.removeOwner(released, Metadata.uid(owner));
          outcome.add(new Action.Update(type, released));
        }
      } else if (controller.isEmpty()
          && !Metadata.deleting(owner)
          && !Metadata.deleting(each)
          && selects.test(each)) {
        ObjectNode adopted = each.deepCopy();
        Metadata.setController(adopted, owner);
        outcome.add(new Action.Update(type, adopted));
        claimed.add(each);
      }
    }
    return claimed;
  }

  /**
   * Names the owner of a pod or the like, or whoever might adopt it.
   *
   * @param owners of the kind that owns
   */
  static void owners(ObjectNode child, Cache owners, Consumer<NamespacedName> keys) {
    Metadata.controller(child)
        .ifPresentOrElse(
            owner -> {
              if (owner.path("kind").asText().equals(owners.type().kind())
                  && owner.path("apiVersion").asText().equals(owners.type().apiVersion())) {
                keys.accept(
                    new NamespacedName(Metadata.namespace(child), owner.path("name").asText()));
              }
            },
            () -> {
              for (ObjectNode each : owners.in(Metadata.namespace(child))) {
                if (selects(each, child)) {
                  keys.accept(NamespacedName.of(each));
                }
              }
            });
  }

  /** Whether the selector of an owner matches; that of a ReplicationController is a map. */
  static boolean selects(JsonNode owner, ObjectNode child) {
    JsonNode selector = owner.path("spec").path("selector");
    if (owner.path("kind").asText().equals("ReplicationController")) {
      return !selector.isEmpty() && Selectors.plain(selector, Metadata.labels(child));
    }
    return !Selectors.empty(selector) && Selectors.matches(selector, Metadata.labels(child));
  }
}
