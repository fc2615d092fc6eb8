package dev.picket.sources.informer;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.coordination.shard.Shards;
import dev.picket.kube.KubeObject;
import dev.picket.kube.ObjectHandler;
import dev.picket.observation.HoldingPipeline;
import dev.picket.observation.HoldingStore;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Ledger;
import dev.picket.observation.ObjectState;
import dev.picket.observation.SourceObject;
import dev.picket.observation.Stages;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.payload.ObjectFindings;
import dev.picket.sources.payload.ObjectNormaliser;
import dev.picket.sources.payload.PayloadLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One informer source: what it is told of objects whose partition is this member's becomes
 * Observations; what it is told of others is dropped, for their owner is told as well. It throws
 * only for mistakes of ours, and whoever tells it is to tell the object again later.
 *
 * <p>Safe for use by many threads.
 */
public final class InformerSource implements ObjectHandler {

  private static final Logger log = LoggerFactory.getLogger(InformerSource.class);

  private final String name;
  private final ObjectNormaliser normaliser;
  private final Shards shards;
  private final Ledger.Account account;
  private final InstantSource clock;
  private final InformerCounters counters = new InformerCounters();
  private final Telling telling;
  private final Absence absence;

  /**
   * A source for one Ingester.
   *
   * @param shards whose keys are uids
   * @param lookup confirms that an object is gone
   * @param pause waits between attempts
   */
  public InformerSource(
      InformerIngester ingester,
      PayloadLimits limits,
      Shards shards,
      HoldingStore store,
      ObjectLookup lookup,
      Ledger ledger,
      Pause pause,
      InstantSource clock) {
    if (shards.pool() != Pool.UID) {
      throw new IllegalArgumentException("shards by " + shards.pool() + ", expected by uid");
    }
    this.name = ingester.name();
    this.normaliser = ingester.format().normaliser(name, limits);
    this.shards = shards;
    this.account = ledger.account(name);
    this.clock = clock;
    Stages stages = new Stages(ingester.filters(), ingester.timeToLive());
    HoldingPipeline pipeline = new HoldingPipeline(name, stages, store, account, clock);
    this.telling = new Telling(shards, pipeline, counters, pause);
    this.absence = new Absence(name, shards, store, lookup, telling, counters, pause);
  }

  @Override
  public void changed(KubeObject object) {
    if (!shards.isCurrentFor(object.uid())) {
      counters.notOurs.increment();
      return;
    }
    read(object)
        .ifPresent(findings ->
            telling.tell(
                new ObjectState(
                    sourceObject(object), findings.items(), findings.contents(), false)));
  }

  @Override
  public void deleted(KubeObject object) {
    telling.tell(ObjectState.gone(sourceObject(object)));
  }

  @Override
  public void complete(PartitionSet partitions, Set<String> uids) {
    absence.resolve(partitions, uids);
  }

  /** What it has done so far. */
  public InformerNumbers numbers() {
    return counters.numbers();
  }

  /**
   * Of an object that cannot be read, what the store holds stays: it may well be there yet. A
   * mistake of ours, too, must leave the object in the books.
   */
  private Optional<ObjectFindings> read(KubeObject object) {
    try {
      ObjectFindings findings = normaliser.normalise(object.json(), clock.instant());
      logInvalid(object, findings.items());
      return Optional.of(findings);
    } catch (InvalidInputException malformed) {
      account.refuse("malformed");
      counters.malformed.increment();
      logProblem(object, 1, String.valueOf(malformed.getMessage()));
      return Optional.empty();
    } catch (RuntimeException mistake) {
      account.turnAway("internal_error");
      counters.failed.increment();
      throw mistake;
    }
  }

  private SourceObject sourceObject(KubeObject object) {
    return new SourceObject(
        object.uid(),
        shards.pool().hash(object.uid()),
        object.namespace(),
        object.name(),
        object.createdAt(),
        object.resourceVersion());
  }

  private void logInvalid(KubeObject object, List<Item> items) {
    List<Item.Invalid> invalid =
        items.stream()
            .filter(Item.Invalid.class::isInstance)
            .map(Item.Invalid.class::cast)
            .toList();
    if (!invalid.isEmpty()) {
      logProblem(object, invalid.size(), invalid.getFirst().problem().message());
    }
  }

  private void logProblem(KubeObject object, int count, String first) {
    log.atWarn()
        .addKeyValue("source", name)
        .addKeyValue("namespace", object.namespace())
        .addKeyValue("object", object.name())
        .addKeyValue("problems", count)
        .addKeyValue("first", first)
        .log("object has what cannot be read");
  }
}
