package dev.picket.cli;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.shard.ShardMember;
import dev.picket.coordination.shard.ShardSettings;
import dev.picket.coordination.shard.ShardStores;
import dev.picket.kube.KubeConnection;
import dev.picket.kube.KubeLeaseStore;
import dev.picket.kube.KubeShardMapStore;
import dev.picket.observation.Ledger;
import dev.picket.runtime.Service;
import dev.picket.server.Metrics;
import dev.picket.sources.informer.Informer;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.store.PostgresObservationStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A server's part in its group, wired together: connections to the API server, the member, and the
 * informers that hold what the member owns.
 *
 * <p>Renewals have a connection of their own, whose timeout leaves time for a second attempt.
 */
final class Membership {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KubeConnection renewals;
  private final KubeConnection objects;
  private final ShardMember member;
  private final List<Informer> informers;

  /**
   * @param address where this server is reached
   * @param halt ends the process at once
   */
  Membership(
      MembershipSettings settings,
      String address,
      IngesterFile ingesters,
      PostgresObservationStore store,
      Ledger ledger,
      Clocks clocks,
      RandomGenerator random,
      Consumer<String> halt) {
    this.renewals =
        KubeConnection.open(settings.access(), settings.timing().renewDeadline().dividedBy(3));
    this.objects = KubeConnection.open(settings.access(), PATIENCE);
    ShardStores stores =
        new ShardStores(
            new KubeLeaseStore(renewals, settings.namespace(), clocks.ticker(), random),
            new KubeShardMapStore(objects, settings.namespace(), clocks.ticker(), random),
            store);
    this.member =
        new ShardMember(
            ShardSettings.of(settings.group(), settings.member(), address, settings.timing()),
            stores,
            clocks,
            random,
            halt);
    this.informers =
        ingesters.informers().stream()
            .map(each ->
                new Informer(
                    each,
                    ingesters.limits().payload(),
                    "",
                    objects,
                    member,
                    store,
                    ledger,
                    clocks.wall(),
                    clocks.ticker(),
                    random))
            .toList();
  }

  /** Who owns what. */
  ShardMember member() {
    return member;
  }

  /** What must run before the member joins; the connections are the last to close. */
  List<Service> informers() {
    List<Service> inOrder = new ArrayList<>();
    inOrder.add(new Connections());
    inOrder.addAll(informers);
    return inOrder;
  }

  private final class Connections implements Service {

    @Override
    public String name() {
      return "kube";
    }

    @Override
    public void start() {
      // They connect when they are used.
    }

    @Override
    public void close() {
      objects.close();
      renewals.close();
    }
  }

  void register(Metrics metrics) {
    InformerMetrics.register(metrics, informers);
  }
}
