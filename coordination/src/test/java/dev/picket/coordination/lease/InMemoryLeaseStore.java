package dev.picket.coordination.lease;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A {@link LeaseStore} in memory, which never fails. Safe for use by many threads; watchers are
 * told on the writer's thread, after the write.
 */
public final class InMemoryLeaseStore implements LeaseStore {

  private final AtomicLong revisions;
  private final Map<String, Lease> leases = new TreeMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /**
   * An empty store.
   *
   * @param revisions the last revision given, which other stores may share as they do in etcd
   */
  public InMemoryLeaseStore(AtomicLong revisions) {
    this.revisions = revisions;
  }

  @Override
  public synchronized Optional<Lease> read(String name) {
    return Optional.ofNullable(leases.get(name));
  }

  @Override
  public synchronized List<Lease> list(String group) {
    return leases.values().stream().filter(lease -> lease.group().equals(group)).toList();
  }

  @Override
  public Write create(Lease lease) {
    return write(lease, false);
  }

  @Override
  public Write update(Lease lease) {
    return write(lease, true);
  }

  @Override
  public synchronized boolean delete(Lease lease) {
    if (!isCurrent(lease)) {
      return false;
    }
    revisions.incrementAndGet();
    leases.remove(lease.name());
    return true;
  }

  @Override
  public AutoCloseable watch(String group, Consumer<Lease> written) {
    Watcher watcher = new Watcher(group, written);
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /** Loses everything, without telling anybody. */
  public synchronized void clear() {
    leases.clear();
  }

  private Write write(Lease lease, boolean over) {
    Lease stored;
    synchronized (this) {
      if (over ? !isCurrent(lease) : leases.containsKey(lease.name())) {
        return new Write.Conflict();
      }
      stored = revised(lease, revisions.incrementAndGet());
      leases.put(stored.name(), stored);
    }
    for (Watcher watcher : watchers) {
      if (watcher.group.equals(stored.group())) {
        watcher.written.accept(stored);
      }
    }
    return new Write.Done(stored);
  }

  private boolean isCurrent(Lease lease) {
    Lease stored = leases.get(lease.name());
    return stored != null && stored.revision() == lease.revision();
  }

  private static Lease revised(Lease lease, long revision) {
    return new Lease(
        lease.group(),
        lease.name(),
        lease.holder(),
        lease.duration(),
        lease.acquiredAt(),
        lease.renewedAt(),
        lease.transitions(),
        lease.annotations(),
        revision);
  }

  // By identity, so that the same consumer may watch twice.
  private static final class Watcher {

    private final String group;
    private final Consumer<Lease> written;

    Watcher(String group, Consumer<Lease> written) {
      this.group = group;
      this.written = written;
    }
  }
}
