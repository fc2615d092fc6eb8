package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.PartitionSet;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A watch over some partitions, from a revision on, resumed where it was whenever it ends. Where
 * the server has forgotten that revision it lists anew what is owned.
 */
final class Slice {

  /** What a slice works with, and whom it tells. */
  interface Surroundings {

    Lister lister();

    Relist relist();

    Teller teller();

    Problems problems();

    Backoff backoff(CountDownLatch ended);

    /** How long the next watch is to last. */
    Duration watchLength();

    /** Of what the slice covers, what is owned now. */
    PartitionSet owned(Slice slice);

    /**
     * The slice has a revision from which it will tell everything.
     *
     * @param listed what was owned and listed completely, at that revision
     * @return false when more is owned by now, so that it must list again
     */
    boolean positioned(Slice slice, PartitionSet listed);

    /** The slice has lost its revision. */
    void lost(Slice slice);

    /** The server says that it will not let this be listed or watched, or has no such kind. */
    void refused();
  }

  private final String name;
  private final PartitionSet covers;
  private final String selector;
  private final Surroundings surroundings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Backoff backoff;
  private final Thread thread;
  private volatile @Nullable Events current;
  private long revision;

  /**
   * Not started yet.
   *
   * @param selector the shard selector of what it covers; empty where all objects are watched
   */
  Slice(String name, PartitionSet covers, String selector, Surroundings surroundings) {
    this.name = name;
    this.covers = covers;
    this.selector = selector;
    this.surroundings = surroundings;
    this.backoff = surroundings.backoff(closing);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  PartitionSet covers() {
    return covers;
  }

  private void run() {
    try {
      do {
        attempt();
      } while (backoff.pause());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      surroundings.problems().forget(name);
    }
  }

  private void attempt() throws InterruptedException {
    try {
      if (revision == 0 && !position()) {
        return;
      }
      watch();
    } catch (UnreachableException failure) {
      if (closing.getCount() > 0) {
        surroundings.problems().failed(name, failure);
      }
    } catch (IOException ended) {
      // Connections break, and servers end watches; the next one goes on where this one was.
    }
  }

  private boolean position() throws InterruptedException {
    PartitionSet owned = surroundings.owned(this);
    Lister.Listed listed =
        owned.isEmpty()
            ? surroundings.lister().position(selector)
            : surroundings.relist().of(owned, selector);
    switch (listed) {
      case Lister.Listed.Done done -> {
        if (surroundings.positioned(this, owned)) {
          revision = done.revision();
        } else {
          backoff.reset();
        }
      }
      case Lister.Listed.Refused(var answer) -> refused("list", answer);
      case Lister.Listed.Unwanted() -> {}
    }
    return revision != 0;
  }

  private void watch() throws IOException, InterruptedException {
    try (Events events =
        surroundings.lister().watch(selector, revision, surroundings.watchLength())) {
      Answer refusal = events.refusal();
      if (refusal != null) {
        refused("watch", refusal);
        return;
      }
      surroundings.problems().end(name);
      current = events;
      while (closing.getCount() > 0 && events.hasNext()) {
        on(events.next());
      }
    } finally {
      current = null;
    }
  }

  private void refused(String verb, Answer answer) {
    if (answer.isRevisionUnknown()) {
      forgetRevision();
      return;
    }
    String message = surroundings.lister().refusals().message(verb, answer);
    surroundings.problems().refused(name, answer, message);
    if (answer.isForAllMembers()) {
      surroundings.refused();
    }
  }

  private void forgetRevision() {
    revision = 0;
    surroundings.lost(this);
  }

  private void on(Events.Event event) throws IOException, InterruptedException {
    JsonNode json = event.object();
    switch (event.type()) {
      case "ADDED", "MODIFIED" -> surroundings.teller().changed(KubeObject.of(json));
      case "DELETED" -> surroundings.teller().deleted(KubeObject.of(json));
      case "ERROR" -> {
        if (json.path("code").asInt() == Answer.GONE) {
          forgetRevision();
        }
        throw new IOException("the server ends the watch: " + json);
      }
      default -> {} // A bookmark, which has a revision and nothing else.
    }
    revision = Math.max(revision, Json.revision(json));
  }

  /** Ends it, soon. */
  void close() throws IOException {
    closing.countDown();
    Events events = current;
    if (events != null) {
      events.close();
    }
    thread.interrupt();
  }

  /** Waits for its end. */
  void join() throws InterruptedException {
    thread.join();
  }
}
