package dev.picket.cli;

import dev.picket.coordination.lease.Clocks;
import dev.picket.observation.Ledger;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Repeater;
import dev.picket.runtime.Service;
import dev.picket.runtime.ServiceGroup;
import dev.picket.runtime.Shutdown;
import dev.picket.runtime.Ticker;
import dev.picket.server.Metrics;
import dev.picket.server.PicketServer;
import dev.picket.server.ServerParts;
import dev.picket.server.ServerSettings;
import dev.picket.server.ServerStartException;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.webhook.WebhookRoutes;
import dev.picket.store.DatabaseStartException;
import dev.picket.store.PostgresObservationStore;
import dev.picket.store.StoreSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A serving process, wired together: the store, its garbage collection, and the server with the
 * webhook sources mounted; in a group, the member and its informers as well. They start in this
 * order, and end in the reverse one, so that intake stops before what it needs.
 */
final class Serving {

  private static final Duration GARBAGE_COLLECTION_PAUSE = Duration.ofMinutes(1);
  private static final String ANY_ADDRESS = "0.0.0.0";

  private final String host;
  private final PicketServer server;
  private final ServiceGroup services;
  private final Shutdown shutdown;

  /**
   * @param port to listen on; 0 for any
   * @param database asked when the store starts
   * @param first services that must run before the store, in order
   * @param membership in a group; empty for none, and then no informers
   */
  Serving(
      String host,
      int port,
      IngesterFile ingesters,
      Supplier<StoreSettings> database,
      List<Service> first,
      Optional<MembershipSettings> membership) {
    InstantSource clock = InstantSource.system();
    Ticker ticker = Ticker.system();
    SecureRandom random = new SecureRandom();
    Ledger ledger = new Ledger();
    Readiness readiness = new Readiness();
    Metrics metrics = new Metrics(Version.current());
    this.host = host;
    PostgresObservationStore store =
        new PostgresObservationStore(database, readiness.register("database"), ticker, clock);
    WebhookRoutes webhooks = new WebhookRoutes(ingesters, store, ledger, clock, ticker);
    Optional<Membership> joined =
        membership.map(settings ->
            new Membership(
                settings,
                settings.advertised().isEmpty() ? address(port) : settings.advertised(),
                ingesters,
                store,
                ledger,
                new Clocks(ticker, clock),
                random,
                Main::halt));
    this.server =
        new PicketServer(
            new ServerSettings(host, port),
            new ServerParts(
                store,
                store,
                ledger,
                readiness,
                metrics,
                clock,
                ticker,
                joined.map(Membership::member).orElse(null),
                random),
            Map.of("/ingest", webhooks));
    Repeater garbageCollection =
        new Repeater(
            "garbage-collection",
            GARBAGE_COLLECTION_PAUSE,
            () -> store.collectGarbage(clock.instant()));
    this.services = new ServiceGroup("picket", inOrder(first, store, garbageCollection, joined));
    StoreMetrics.register(metrics, store);
    joined.ifPresent(each -> each.register(metrics));
    metrics.gauge(
        "picket_ingest_in_flight_bytes",
        "Memory that the requests in flight hold.",
        webhooks::inFlightBytes);
    this.shutdown = Shutdown.onSignals();
  }

  /**
   * The member comes before the server: it hands over once the server takes nothing in any more,
   * and while the informers can still finish what is in flight.
   */
  private List<Service> inOrder(
      List<Service> first,
      Service store,
      Service garbageCollection,
      Optional<Membership> membership) {
    List<Service> inOrder = new ArrayList<>(first);
    inOrder.add(store);
    inOrder.add(garbageCollection);
    membership.ifPresent(each -> {
      inOrder.addAll(each.informers());
      inOrder.add(each.member());
    });
    inOrder.add(server);
    return inOrder;
  }

  /** Asks for the end, as a signal does. */
  void end() {
    shutdown.request();
  }

  /**
   * Serves until the end is asked for, and returns when everything it started is closed.
   *
   * @param ready told the server's address once everything is started
   */
  void run(Consumer<String> ready) {
    try (services) {
      services.start();
      ready.accept(address(server.port()));
      shutdown.await();
    } catch (ServerStartException | DatabaseStartException failure) {
      throw new UnavailableException(String.valueOf(failure.getMessage()), failure);
    } finally {
      shutdown.finished();
    }
  }

  private String address(int port) {
    return address(host, port);
  }

  /** Where people on this machine reach a server that listens there. */
  static String address(String host, int port) {
    boolean local = host.equals(ANY_ADDRESS) || host.equals("127.0.0.1");
    String reachable = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + (local ? "localhost" : reachable) + ":" + port;
  }
}
