package dev.picket.sources.informer;

import dev.picket.coordination.shard.HashRange;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Shards;
import dev.picket.kube.KubeObject;
import dev.picket.observation.HoldingStore;
import dev.picket.observation.ObjectState;
import dev.picket.observation.SourceObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds objects that went while nobody watched: those that the store holds and a complete list does
 * not have. A list may miss an object that was made while it was read, so each is looked up before
 * its Observations are resolved.
 */
final class Absence {

  /** How many objects are asked of the store at a time. */
  static final int PAGE = 500;

  /** How often one object is looked up; the next complete list asks again. */
  private static final int LOOKUPS_MAX = 5;

  private static final Logger log = LoggerFactory.getLogger(Absence.class);

  private final String source;
  private final Shards shards;
  private final HoldingStore store;
  private final ObjectLookup lookup;
  private final Telling telling;
  private final InformerCounters counters;
  private final Pause pause;

  Absence(
      String source,
      Shards shards,
      HoldingStore store,
      ObjectLookup lookup,
      Telling telling,
      InformerCounters counters,
      Pause pause) {
    this.source = source;
    this.shards = shards;
    this.store = store;
    this.lookup = lookup;
    this.telling = telling;
    this.counters = counters;
    this.pause = pause;
  }

  /** Resolves what the store holds in these partitions and neither the list nor the server has. */
  void resolve(PartitionSet partitions, Set<String> listed) {
    for (HashRange range : partitions.ranges()) {
      resolve(partitions, range, listed);
    }
  }

  private void resolve(PartitionSet partitions, HashRange range, Set<String> listed) {
    String after = "";
    List<SourceObject> page;
    do {
      page = page(partitions, range, after);
      for (SourceObject held : page) {
        if (!listed.contains(held.uid())) {
          resolveIfGone(held);
        }
        after = held.uid();
      }
    } while (page.size() == PAGE);
  }

  /** Empty as well when none of the partitions is this member's any more. */
  private List<SourceObject> page(PartitionSet partitions, HashRange range, String after) {
    @Nullable List<SourceObject> page =
        telling.ask(
            () -> store.heldIn(source, range.first(), range.last(), after, PAGE),
            () -> !shards.open().and(partitions).isEmpty());
    return page == null ? List.of() : page;
  }

  private void resolveIfGone(SourceObject held) {
    for (int attempt = 0; attempt < LOOKUPS_MAX; attempt++) {
      if (!shards.isCurrentFor(held.uid())) {
        counters.notOurs.increment();
        return;
      }
      try {
        settle(held, lookup.current(held.namespace(), held.name()));
        return;
      } catch (RuntimeException unknown) {
        if (attempt + 1 == LOOKUPS_MAX) {
          logUnconfirmed(held, unknown);
        } else if (!pause.await(Telling.waitAfter(attempt, Duration.ZERO))) {
          return;
        }
      }
    }
    counters.unconfirmed.increment();
  }

  private void settle(SourceObject held, Optional<KubeObject> current) {
    if (current.filter(object -> object.uid().equals(held.uid())).isPresent()) {
      counters.stillThere.increment();
    } else {
      resolve(held);
    }
  }

  /** A mistake of ours over one object leaves those behind it to be looked at. */
  private void resolve(SourceObject held) {
    try {
      telling.tell(ObjectState.gone(deleted(held)));
    } catch (RuntimeException mistake) {
      log.atError()
          .addKeyValue("source", source)
          .addKeyValue("namespace", held.namespace())
          .addKeyValue("object", held.name())
          .setCause(mistake)
          .log("object that is gone was given up; the next complete list misses it again");
    }
  }

  /**
   * The object after its deletion, whose revision nobody has seen. The store wants one above the
   * last state that it knows, and one more is the least that does. It masks nothing that is still
   * to come: the object has been looked up after that state and was not there, and a uid never
   * returns, so there is no later state. A state between the last known and the deletion may still
   * be on its way in this process, and would be believed; but then the informer has seen the object
   * and tells of its deletion, with a revision above, after it. Were the lookup ever wrong (an API
   * server restored from a backup, say), the object's next change has a higher revision and opens
   * its Observations again, which the highest of all numbers would prevent.
   */
  private static SourceObject deleted(SourceObject held) {
    return new SourceObject(
        held.uid(),
        held.hash(),
        held.namespace(),
        held.name(),
        held.createdAt(),
        held.revision() + 1);
  }

  private void logUnconfirmed(SourceObject held, RuntimeException unknown) {
    log.atWarn()
        .addKeyValue("source", source)
        .addKeyValue("namespace", held.namespace())
        .addKeyValue("object", held.name())
        .setCause(unknown)
        .log("object missing from a list cannot be looked up; its Observations stay");
  }
}
