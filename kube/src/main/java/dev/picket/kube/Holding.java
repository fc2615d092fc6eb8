package dev.picket.kube;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was told of one partition since this member owns it: of each object its newest revision, but
 * not its content. A later ownership of the partition has another.
 *
 * <p>Methods that name a uid are called by one thread at a time for that uid; the {@link Lanes} see
 * to that.
 */
final class Holding {

  /** An object that was told. */
  record Known(String namespace, String name, long revision, boolean gone) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile boolean lost;
  private volatile boolean listing;
  private volatile boolean complete;

  /** Whether the object is to be told as changed: it is newer than what was told. */
  boolean isNews(KubeObject object) {
    Known last = known.get(object.uid());
    if (lost || (last != null && (last.gone() || last.revision() >= object.resourceVersion()))) {
      return false;
    }
    known.put(object.uid(), known(object, false));
    return true;
  }

  /** Whether the object is to be told as deleted: it was told, or may be told by a list. */
  boolean isGone(KubeObject object) {
    Known last = known.get(object.uid());
    if (lost || (last == null ? !listing : last.gone())) {
      return false;
    }
    if (listing) {
      known.put(object.uid(), known(object, true)); // Lest a page that is older brings it back.
    } else {
      known.remove(object.uid());
    }
    return true;
  }

  private static Known known(KubeObject object, boolean gone) {
    return new Known(object.namespace(), object.name(), object.resourceVersion(), gone);
  }

  /** What was told of this object; null if nothing. */
  @Nullable Known known(String uid) {
    return known.get(uid);
  }

  /** Telling this revision of the object failed: a list is to tell it again. */
  void forget(String uid, long revision) {
    known.computeIfPresent(
        uid, (_, last) -> last.revision() == revision && !last.gone() ? null : last);
  }

  /** Adds the uids of all objects that are there. */
  void addUids(Set<String> uids) {
    known.forEach((uid, last) -> {
      if (!last.gone()) {
        uids.add(uid);
      }
    });
  }

  void beginList() {
    listing = true;
  }

  void endList() {
    listing = false;
    known.values().removeIf(Known::gone);
  }

  void lose() {
    lost = true;
    known.clear();
  }

  boolean isLost() {
    return lost;
  }

  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }
}
