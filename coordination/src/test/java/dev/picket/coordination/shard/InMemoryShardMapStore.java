package dev.picket.coordination.shard;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A {@link ShardMapStore} in memory, which never fails. Safe for use by many threads; watchers are
 * told on the writer's thread, after the write.
 */
public final class InMemoryShardMapStore implements ShardMapStore {

  private static final Stored ABSENT = new Stored.Absent();

  private final AtomicLong revisions;
  private final Map<String, Stored> maps = new TreeMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /**
   * An empty store.
   *
   * @param revisions the last revision given, which other stores may share as they do in etcd
   */
  public InMemoryShardMapStore(AtomicLong revisions) {
    this.revisions = revisions;
  }

  @Override
  public synchronized Stored read(String group) {
    return maps.getOrDefault(group, ABSENT);
  }

  @Override
  public Commit commit(String group, ShardMap map, long over) {
    Stored.Found stored;
    synchronized (this) {
      if (revision(read(group)) != over) {
        return new Commit.Conflict();
      }
      stored = new Stored.Found(map, revisions.incrementAndGet());
      maps.put(group, stored);
    }
    tell(group, stored);
    return new Commit.Done(stored.revision());
  }

  @Override
  public AutoCloseable watch(String group, Consumer<Stored> changed) {
    Watcher watcher = new Watcher(group, changed);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Puts something there that is no map, as somebody with an editor does. */
  public void scribble(String group, String problem) {
    Stored stored;
    synchronized (this) {
      stored = new Stored.Unreadable(revisions.incrementAndGet(), problem);
      maps.put(group, stored);
    }
    tell(group, stored);
  }

  /** Takes away what is there. */
  public void delete(String group) {
    synchronized (this) {
      if (maps.remove(group) == null) {
        return;
      }
      revisions.incrementAndGet();
    }
    tell(group, ABSENT);
  }

  /** Loses everything, without telling anybody. */
  public synchronized void clear() {
    maps.clear();
  }

  private void tell(String group, Stored stored) {
    for (Watcher watcher : watchers) {
      if (watcher.group.equals(group)) {
        watcher.changed.accept(stored);
      }
    }
  }

  private static long revision(Stored stored) {
    return switch (stored) {
      case Stored.Absent() -> 0;
      case Stored.Unreadable unreadable -> unreadable.revision();
      case Stored.Found found -> found.revision();
    };
  }

  // By identity, so that the same consumer may watch twice.
  private static final class Watcher {

    private final String group;
    private final Consumer<Stored> changed;

    Watcher(String group, Consumer<Stored> changed) {
      this.group = group;
      this.changed = changed;
    }
  }
}
