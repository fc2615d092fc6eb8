package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists a few objects and watches them, again and again until it is closed: whenever the watch ends
 * for whatever reason, it lists anew. For objects so few that a list costs little.
 *
 * <p>It reports trouble once when it begins and once when it is over, and pauses between attempts.
 */
final class Follower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  // The first attempt after a server closed connections may still use one of those.
  private static final int FAILURES_TOLD = 3;

  private static final Duration WATCH_LIMIT = Duration.ofMinutes(2);

  /** Told what there is; on one thread, and must not throw. */
  interface Listener {

    /** All objects there are. */
    void listed(List<JsonNode> objects);

    /** One object, as it is now, or as it was when it was deleted. */
    void changed(JsonNode object, boolean deleted);
  }

  private final String name;
  private final KubeConnection connection;
  private final String path;
  private final String selector;
  private final Refusals refusals;
  private final Listener listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Backoff backoff;
  private final Thread thread;
  private volatile @Nullable Events current;
  private int failures;

  /**
   * Not started yet.
   *
   * @param selector the parameter that selects, {@code name=value}
   */
  Follower(
      String name,
      KubeConnection connection,
      Refusals refusals,
      String selector,
      Ticker ticker,
      RandomGenerator random,
      Listener listener) {
    this.name = name;
    this.connection = connection;
    this.path = refusals.resource().path(refusals.namespace());
    this.selector = selector;
    this.refusals = refusals;
    this.listener = listener;
    this.backoff = new Backoff(ticker, random, closing);
    this.thread = Thread.ofVirtual().name("kube-follow-" + name).unstarted(this::follow);
  }

  Follower start() {
    thread.start();
    return this;
  }

  private void follow() {
    do {
      try {
        String revision = list();
        works();
        watch(revision);
      } catch (UnreachableException failure) {
        fails(failure);
      } catch (IOException ended) {
        // Connections break, and servers end watches; it lists and watches again.
      }
    } while (backoff.pause());
  }

  private String list() {
    Answer answer = connection.call("GET", query().toString(), null);
    if (!answer.isList()) {
      throw refusals.exception("list", answer);
    }
    listener.listed(List.copyOf(answer.body().path("items").valueStream().toList()));
    return answer.body().path("metadata").path("resourceVersion").asText();
  }

  private void watch(String revision) throws IOException {
    String watch =
        query()
            .with("watch", "true")
            .with("allowWatchBookmarks", "true")
            .with("resourceVersion", revision)
            .with("timeoutSeconds", Long.toString(WATCH_LIMIT.toSeconds()))
            .toString();
    try (Events events = connection.watch(watch, WATCH_LIMIT.plusSeconds(5))) {
      Answer refusal = events.refusal();
      if (refusal != null) {
        throw refusals.exception("watch", refusal);
      }
      current = events;
      while (closing.getCount() > 0 && events.hasNext()) {
        tell(events.next());
      }
    } finally {
      current = null;
    }
  }

  private void tell(Events.Event event) throws IOException {
    if (closing.getCount() == 0) {
      return;
    }
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> listener.changed(event.object(), false);
      case "DELETED" -> listener.changed(event.object(), true);
      case "ERROR" -> throw new IOException("the server ends the watch: " + event.object());
      default -> {} // A bookmark.
    }
  }

  private void works() {
    if (failures >= FAILURES_TOLD) {
      log.atInfo().addKeyValue("what", name).log("can be watched again");
    }
    failures = 0;
  }

  private void fails(UnreachableException failure) {
    failures++;
    if (failures == FAILURES_TOLD && closing.getCount() > 0) {
      log.atWarn()
          .addKeyValue("what", name)
          .log("cannot be watched, will try again: {}", failure.getMessage());
    }
  }

  /** Ends it, and returns when nothing more will be told, unless it is a listener that calls. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    Events events = current;
    if (events != null) {
      events.close();
    } else {
      thread.interrupt(); // It lists, pauses, or waits for the watch to begin.
    }
    if (!Thread.currentThread().equals(thread)) {
      join();
    }
  }

  private void join() {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Query query() {
    int equals = selector.indexOf('=');
    return new Query(path).with(selector.substring(0, equals), selector.substring(equals + 1));
  }
}
