package dev.picket.lab.lifecycle;

import dev.picket.lab.api.Api;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Change;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Scope;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches everything for what is being deleted or has lost its owners, and sees to it through the
 * API, on one thread of its own.
 */
public final class Lifecycle implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Lifecycle.class);

  private static final int BACKLOG_MAX = 200_000;
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ObjectStore store;
  private final Dependents dependents = new Dependents();
  private final Collector collector;
  private final Containers containers;
  private final @Nullable Furnishing furnishing;

  /** What is being deleted and may wait for its dependents, by uid. */
  private final Map<String, Key> going = new HashMap<>();

  private final Set<Task> due = new LinkedHashSet<>();
  private final Set<Task> failed = new LinkedHashSet<>();
  private volatile boolean closed;
  private volatile @Nullable Subscription current;
  private @Nullable Thread thread;

  /**
   * Not started yet.
   *
   * @param authority the certificate that every namespace is given, in PEM; null when namespaces
   *     are given nothing
   */
  public Lifecycle(ObjectStore store, TypeRegistry types, Api api, @Nullable String authority) {
    this.store = store;
    Requests requests = new Requests(api);
    this.furnishing = authority == null ? null : new Furnishing(store, requests, authority);
    this.collector = new Collector(store, types, requests, dependents);
    this.containers = new Containers(store, types, requests);
  }

  public synchronized void start() {
    thread = Thread.ofVirtual().name("lab-lifecycle").start(this::run);
  }

  /** Ends within a few seconds. */
  @Override
  public synchronized void close() {
    closed = true;
    Subscription subscription = current;
    if (subscription != null) {
      subscription.end();
    }
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(GRACE);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    while (!closed) {
      ObjectStore.Joined joined = store.join(Scope.EVERYTHING, BACKLOG_MAX);
      current = joined.subscription();
      joined
          .snapshot()
          .visit(
              Scope.EVERYTHING,
              object -> {
                seen(object);
                return true;
              });
      try {
        follow(joined.subscription());
      } catch (InterruptedException interrupted) {
        return;
      } finally {
        store.unsubscribe(joined.subscription());
      }
    }
  }

  /** Returns when it is too far behind and must look at everything again. */
  private void follow(Subscription subscription) throws InterruptedException {
    while (!closed && !subscription.ended()) {
      if (!subscription.more()) {
        work();
      }
      Change change = subscription.next(failed.isEmpty() ? PATIENCE : RETRY_AFTER);
      if (change != null) {
        learn(change);
      } else {
        due.addAll(failed);
        failed.clear();
      }
    }
  }

  private void learn(Change change) {
    StoredObject object = change.object();
    if (change.type() != Change.Type.DELETED) {
      seen(object);
      return;
    }
    dependents.forget(object).forEach(owner -> due.add(new Task.OwnerOf(owner)));
    dependents.of(object.uid()).forEach(each -> due.add(new Task.Examine(each)));
    Key key = object.key();
    containers(key).forEach(due::add);
    if (Furnishing.concerns(key)) {
      due.add(new Task.Furnish(key.namespace()));
    }
  }

  private void seen(StoredObject object) {
    Key key = object.key();
    if (dependents.learn(object)) {
      due.add(new Task.Examine(key));
    }
    if (key.resource().equals(BuiltInTypes.NAMESPACE.resource())) {
      due.add(new Task.Furnish(key.name()));
    }
    if (object.deleting()) {
      due.add(new Task.Going(key, object.uid()));
      if (key.resource().equals(BuiltInTypes.NAMESPACE.resource())) {
        due.add(new Task.Namespace(key.name()));
      } else if (key.resource().equals(BuiltInTypes.DEFINITION.resource())) {
        due.add(new Task.Definition(key.name()));
      }
    }
  }

  private List<Task> containers(Key key) {
    return key.namespace().isEmpty()
        ? List.of(new Task.Definition(key.resource()))
        : List.of(new Task.Definition(key.resource()), new Task.Namespace(key.namespace()));
  }

  private void work() {
    List<Task> tasks = List.copyOf(due);
    due.clear();
    for (Task each : tasks) {
      try {
        run(each);
      } catch (StatusException refused) {
        // Another write came between, or admission refuses: it is tried again.
        if (refused.code() != 404) {
          failed.add(each);
          log.debug("{} is tried again: {}", each, refused.getMessage());
        }
      }
    }
  }

  private void run(Task task) {
    switch (task) {
      case Task.Examine(Key key) -> collector.examine(key);
      case Task.Going(Key key, String uid) -> release(key, uid);
      case Task.OwnerOf(String uid) -> {
        Key owner = going.get(uid);
        if (owner != null) {
          collector.deleteBefore(owner);
        }
      }
      case Task.Namespace(String name) -> containers.emptyNamespace(name);
      case Task.Furnish(String namespace) -> {
        if (furnishing != null) {
          furnishing.furnish(namespace);
        }
      }
      case Task.Definition(String name) -> containers.emptyDefinition(name);
    }
  }

  private void release(Key key, String uid) {
    going.put(uid, key);
    collector.orphan(key);
    collector.deleteBefore(key);
    if (store.latest().get(key).filter(each -> each.uid().equals(uid)).isEmpty()) {
      going.remove(uid);
    }
  }

  /** What is to be done. */
  private sealed interface Task {

    /** Whether its owners are there. */
    record Examine(Key key) implements Task {}

    /** It is being deleted. */
    record Going(Key key, String uid) implements Task {}

    /** A dependent of the owner with this uid is gone. */
    record OwnerOf(String uid) implements Task {}

    /** The namespace may have become empty, or have to be emptied. */
    record Namespace(String name) implements Task {}

    /** The namespace may lack what every one has. */
    record Furnish(String namespace) implements Task {}

    /** The same for a definition. */
    record Definition(String name) implements Task {}
  }
}
