package dev.picket.cli;

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
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A serving process, wired together: the store, its garbage collection, and the server with the
 * webhook sources mounted. They start in this order, and end in the reverse one, so that intake
 * stops before what it needs.
 */
final class Serving {

  private static final Duration GARBAGE_COLLECTION_PAUSE = Duration.ofMinutes(1);
  private static final String ANY_ADDRESS = "0.0.0.0";

  private final String host;
  private final PicketServer server;
  private final ServiceGroup services;

  /**
   * @param database asked when the store starts
   * @param first services that must run before the store, in order
   */
  Serving(
      String host,
      int port,
      IngesterFile ingesters,
      Supplier<StoreSettings> database,
      List<Service> first) {
    InstantSource clock = InstantSource.system();
    Ticker ticker = Ticker.system();
    Ledger ledger = new Ledger();
    Readiness readiness = new Readiness();
    Metrics metrics = new Metrics(Version.current());
    this.host = host;
    PostgresObservationStore store =
        new PostgresObservationStore(database, readiness.register("database"), ticker);
    WebhookRoutes webhooks = new WebhookRoutes(ingesters, store, ledger, clock, ticker);
    this.server =
        new PicketServer(
            new ServerSettings(host, port),
            new ServerParts(
                store, store, ledger, readiness, metrics, clock, ticker, new SecureRandom()),
            Map.of("/ingest", webhooks));
    Repeater garbageCollection =
        new Repeater(
            "garbage-collection",
            GARBAGE_COLLECTION_PAUSE,
            () -> store.collectGarbage(clock.instant()));
    List<Service> inOrder = new ArrayList<>(first);
    inOrder.addAll(List.of(store, garbageCollection, server));
    this.services = new ServiceGroup("picket", inOrder);
    StoreMetrics.register(metrics, store);
    metrics.gauge(
        "picket_ingest_in_flight_bytes",
        "Memory that the requests in flight hold.",
        webhooks::inFlightBytes);
  }

  /**
   * Serves until the end is asked for, and returns when everything it started is closed.
   *
   * @param ready told the server's address once everything is started
   */
  void run(Consumer<String> ready) {
    Shutdown shutdown = Shutdown.onSignals();
    try (services) {
      services.start();
      ready.accept("http://" + reachableHost() + ":" + server.port());
      shutdown.await();
    } catch (ServerStartException | DatabaseStartException failure) {
      throw new UnavailableException(String.valueOf(failure.getMessage()), failure);
    } finally {
      shutdown.finished();
    }
  }

  private String reachableHost() {
    boolean local = host.equals(ANY_ADDRESS) || host.equals("127.0.0.1");
    return local ? "localhost" : host;
  }
}
