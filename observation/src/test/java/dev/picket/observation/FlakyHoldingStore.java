package dev.picket.observation;

import java.util.List;

/** A {@link HoldingStore} that fails when a test says so, and else does what another one does. */
public final class FlakyHoldingStore implements HoldingStore {

  private final HoldingStore store;
  private RuntimeException failure = new IllegalStateException("not asked for");
  private int failures;

  public FlakyHoldingStore(HoldingStore store) {
    this.store = store;
  }

  /** The next calls fail so. */
  public synchronized void fail(RuntimeException with, int calls) {
    failure = with;
    failures = calls;
  }

  @Override
  public List<Held> hold(List<Holding> holdings) {
    failIfAsked();
    return store.hold(holdings);
  }

  @Override
  public List<SourceObject> heldIn(
      String source, long firstHash, long lastHash, String afterUid, int limit) {
    failIfAsked();
    return store.heldIn(source, firstHash, lastHash, afterUid, limit);
  }

  private synchronized void failIfAsked() {
    if (failures > 0) {
      failures--;
      throw failure;
    }
  }
}
