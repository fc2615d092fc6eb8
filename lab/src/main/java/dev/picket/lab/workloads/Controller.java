package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings what there is closer to what is wanted, one object at a time. It reads caches, which may
 * be behind, and decides; it neither writes nor waits.
 */
interface Controller {

  /** Such as {@code deployment-controller}; also who it is to the API. */
  String name();

  /** The kinds that it reads; its keys are the names of objects of the first. */
  List<ResourceType> watched();

  /**
   * Names the keys that a change concerns. Called within the cache's lock, so it is quick.
   *
   * @param type of the object
   * @param object before or after the change; called for both
   */
  void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys);

  /** What to do about a key. */
  Outcome reconcile(NamespacedName key, Caches caches, Instant now);
}
