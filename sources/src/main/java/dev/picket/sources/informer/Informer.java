package dev.picket.sources.informer;

import dev.picket.coordination.shard.Shards;
import dev.picket.kube.InformerLimits;
import dev.picket.kube.KubeConnection;
import dev.picket.kube.KubeObject;
import dev.picket.kube.KubeResource;
import dev.picket.kube.ObjectSelection;
import dev.picket.kube.ShardedInformer;
import dev.picket.observation.HoldingStore;
import dev.picket.observation.Ledger;
import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.payload.PayloadLimits;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An Ingester's informer at work: what watches the API server, and what makes Observations of it.
 * {@link #close()} lets nobody wait for a store that is away; what was not stored then is listed by
 * whoever owns it next.
 */
public final class Informer implements Service {

  private final String name;
  private final Patience patience = new Patience();
  private final InformerSource source;
  private final ShardedInformer informer;

  /**
   * Not started yet.
   *
   * @param namespace the only one to watch; empty for all
   * @param connection stays its owner's to close
   * @param random spreads pauses; safe for use by many threads
   */
  public Informer(
      InformerIngester ingester,
      PayloadLimits limits,
      String namespace,
      KubeConnection connection,
      Shards shards,
      HoldingStore store,
      Ledger ledger,
      InstantSource clock,
      Ticker ticker,
      RandomGenerator random) {
    this.name = "informer-" + ingester.name();
    this.source =
        new InformerSource(ingester, limits, shards, store, this::current, ledger, patience, clock);
    KubeResource resource =
        new KubeResource(
            ingester.group(), ingester.version(), ingester.plural(), ingester.namespaced());
    this.informer =
        new ShardedInformer(
            connection,
            new ObjectSelection(resource, namespace, "", ""),
            shards,
            source,
            InformerLimits.DEFAULT,
            ticker,
            random);
  }

  /** The source asks only once it is told of something, by the informer. */
  private Optional<KubeObject> current(String namespace, String objectName) {
    return informer.current(namespace, objectName);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() {
    informer.start();
  }

  /** What it has done so far. */
  public InformerNumbers numbers() {
    return source.numbers();
  }

  /** What keeps it from seeing all it should, for people; empty when nothing does. */
  public String health() {
    return informer.health();
  }

  @Override
  public void close() {
    patience.close();
    informer.close();
  }
}
