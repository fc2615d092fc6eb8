package dev.picket.lab.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.api.EventSink;
import dev.picket.lab.api.Watch;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.runtime.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a cache like the API: lists, then watches on a virtual thread of its own; lists again when
 * the watch's revision is no longer held. Once started, its cache is complete.
 */
public final class Reflector implements Service {

  private static final Logger log = LoggerFactory.getLogger(Reflector.class);

  private static final Duration RETRY_AFTER = Duration.ofMillis(200);

  private final ApiClient client;
  private final Cache cache;
  private final CountDownLatch closing = new CountDownLatch(1);
  private boolean expired;
  private @Nullable Watch watch;
  private @Nullable Thread thread;

  public Reflector(ApiClient client, Cache cache) {
    this.client = client;
    this.cache = cache;
  }

  @Override
  public String name() {
    return "lab-reflector-" + cache.type().plural();
  }

  @Override
  public synchronized void start() {
    if (thread != null) {
      throw new IllegalStateException(name() + " was started before");
    }
    refresh();
    thread = Thread.ofVirtual().name(name()).start(this::follow);
  }

  @Override
  public void close() {
    closing.countDown();
    Thread running;
    synchronized (this) {
      running = thread;
      if (watch != null) {
        watch.end();
      }
    }
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lists, so that the cache is what the API has now. */
  public void refresh() {
    ApiClient.Listed listed = client.list(cache.type(), "");
    cache.replace(listed.items(), listed.revision());
    expired = false;
  }

  private void follow() {
    boolean failing = false;
    while (closing.getCount() > 0) {
      try {
        if (expired) {
          refresh();
        }
        watchOnce();
        failing = false;
      } catch (StatusException | IOException failure) {
        if (!failing) {
          log.atWarn().addKeyValue("kind", cache.type().kind()).setCause(failure).log("no watch");
        }
        failing = true;
        pause();
      } catch (InterruptedException ended) {
        log.atTrace().addKeyValue("kind", cache.type().kind()).log("the watch was ended");
      }
    }
  }

  private void watchOnce() throws IOException, InterruptedException {
    try (Watch opened = client.watch(cache.type(), cache.revision())) {
      synchronized (this) {
        if (closing.getCount() == 0) {
          return;
        }
        watch = opened;
      }
      opened.run(new Events());
    } finally {
      synchronized (this) {
        watch = null;
      }
    }
  }

  private void pause() {
    try {
      if (closing.await(RETRY_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atTrace().addKeyValue("kind", cache.type().kind()).log("closing");
      }
    } catch (InterruptedException interrupted) {
      log.atTrace().addKeyValue("kind", cache.type().kind()).log("interrupted while waiting");
    }
  }

  /** Takes an event as the API writes it. */
  void take(byte[] json) throws IOException {
    ObjectNode event = (ObjectNode) Json.read(json, false);
    String kind = event.path("type").asText();
    ObjectNode object = event.withObjectProperty("object");
    switch (kind) {
      case "ADDED", "MODIFIED", "DELETED" -> cache.event(kind, object);
      case "BOOKMARK" -> cache.bookmark(Metadata.revision(object));
      case "ERROR" -> {
        expired = object.path("code").asInt() == 410;
        if (!expired) {
          throw new IOException("the watch says: " + object.path("message").asText());
        }
      }
      default -> throw new IOException("an event of an unknown type: " + kind);
    }
  }

  private final class Events implements EventSink {
    @Override
    public void event(byte[] json) throws IOException {
      take(json);
    }

    @Override
    public void flush() {}

    @Override
    public void silence() {}
  }
}
