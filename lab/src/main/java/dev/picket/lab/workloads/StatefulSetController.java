package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps the numbered pods of StatefulSets and their claims, in the order of the real one. */
final class StatefulSetController implements Controller {

  static final String NAME = "statefulset-controller";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ResourceType> watched() {
    return List.of(Kinds.STATEFUL_SETS, Kinds.PODS, Kinds.REVISIONS, Kinds.CLAIMS);
  }

  @Override
  public void concerned(
      ResourceType type, ObjectNode object, Caches caches, Consumer<NamespacedName> keys) {
    if (type.equals(Kinds.STATEFUL_SETS)) {
      keys.accept(NamespacedName.of(object));
    } else if (type.equals(Kinds.CLAIMS)) {
      for (ObjectNode set : caches.of(Kinds.STATEFUL_SETS).in(Metadata.namespace(object))) {
        if (StatefulSetClaims.named(set, Metadata.name(object))) {
          keys.accept(NamespacedName.of(set));
        }
      }
    } else {
      Claims.owners(object, caches.of(Kinds.STATEFUL_SETS), keys);
    }
  }

  @Override
  public Outcome reconcile(NamespacedName key, Caches caches, Instant now) {
    Outcome outcome = new Outcome();
    Optional<ObjectNode> found = caches.of(Kinds.STATEFUL_SETS).get(key);
    if (found.isEmpty()) {
      return outcome;
    }
    ObjectNode set = found.get();
    List<ObjectNode> history =
        Claims.claim(
            Kinds.REVISIONS,
            caches.of(Kinds.REVISIONS).in(key.namespace()),
            set,
            each -> Claims.selects(set, each),
            outcome);
    List<ObjectNode> pods =
        Claims.claim(
            Kinds.PODS,
            caches.of(Kinds.PODS).in(key.namespace()),
            set,
            each -> Claims.selects(set, each) && StatefulSetPods.member(set, each),
            outcome);
    if (!outcome.idle()) {
      return outcome;
    }
    Optional<StatefulSetRevisions> revisions =
        StatefulSetRevisions.of(set, history, caches.of(Kinds.REVISIONS), outcome);
    if (revisions.isPresent()) {
      StatefulSetStatus status = new StatefulSetStatus(set, revisions.get(), now);
      status.count(pods, outcome);
      if (!Metadata.deleting(set)) {
        StatefulSetClaims claims = new StatefulSetClaims(set, caches.of(Kinds.CLAIMS), outcome);
        new StatefulSetRollout(set, revisions.get(), status, claims, outcome).advance(pods);
        revisions.get().forgetOldest(pods, outcome);
      }
      status.write(outcome);
    }
    return outcome;
  }
}
