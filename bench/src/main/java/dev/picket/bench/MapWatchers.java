package dev.picket.bench;

import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watchers that count what they are told: every creation, once and in order of revisions. Ten share
 * a connection.
 */
final class MapWatchers implements AutoCloseable {

  private static final int PER_CONNECTION = 10;

  private final AtomicLong told = new AtomicLong();
  private final AtomicLong disordered = new AtomicLong();
  private final CountDownLatch done;
  private final List<MapClient> clients = new ArrayList<>();
  private final List<WebSocket> sockets = new ArrayList<>();
  private final long expectedEach;

  private MapWatchers(int count, long expectedEach) {
    this.done = new CountDownLatch(count);
    this.expectedEach = expectedEach;
  }

  /** Opens watches over HTTP from now on. */
  static MapWatchers open(ServedApiProcess api, int count, long expectedEach) throws IOException {
    MapWatchers watchers = new MapWatchers(count, expectedEach);
    String revision;
    try (MapClient client = api.client()) {
      revision = client.revision();
    }
    for (int each = 0; each < count; each++) {
      watchers.client(api, each).watch(revision, watchers.counting());
    }
    return watchers;
  }

  /** Opens watches over WebSockets; what there is already is told, too, and not counted. */
  static MapWatchers openSockets(
      ServedApiProcess api, int count, long expectedEach, String prefix) {
    MapWatchers watchers = new MapWatchers(count, expectedEach);
    for (int each = 0; each < count; each++) {
      AtomicLong own = new AtomicLong();
      watchers.sockets.add(
          watchers
              .client(api, each)
              .watchSocket(event -> {
                if (event.contains(prefix) && own.incrementAndGet() <= expectedEach) {
                  watchers.told.incrementAndGet();
                  if (own.get() == expectedEach) {
                    watchers.done.countDown();
                  }
                }
              }));
    }
    return watchers;
  }

  /** Waits until everybody has been told everything; false when that takes too long. */
  boolean await(Duration limit) {
    try {
      return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }

  long told() {
    return told.get();
  }

  /** How many events came twice or out of order. */
  long disordered() {
    return disordered.get();
  }

  @Override
  public void close() {
    sockets.forEach(WebSocket::abort);
    clients.forEach(MapClient::close);
  }

  private MapClient client(ServedApiProcess api, int number) {
    if (number % PER_CONNECTION == 0) {
      clients.add(api.client());
    }
    return clients.getLast();
  }

  private EventLines counting() {
    AtomicLong last = new AtomicLong();
    AtomicLong own = new AtomicLong();
    return new EventLines(
        revision -> {
          if (revision <= last.getAndSet(revision)) {
            disordered.incrementAndGet();
          }
          told.incrementAndGet();
          if (own.incrementAndGet() == expectedEach) {
            done.countDown();
          }
        },
        () -> {
          if (own.get() < expectedEach) {
            done.countDown();
          }
        });
  }
}
