package dev.picket.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@link HoldingStore}'s rules, one holding after the other, over a store in memory. */
final class InMemoryHoldings {

  private static final Recorded RETRIED = new Recorded.Retried();
  private static final Comparator<SourceObject> BY_AGE =
      Comparator.comparing(SourceObject::createdAt).thenComparingLong(SourceObject::revision);

  private final InMemoryObservationStore store;
  private final Map<Fence, Long> floors = new HashMap<>();
  private final Map<Key, Known> objects =
      new TreeMap<>(Comparator.comparing(Key::uid).thenComparing(Key::source));
  private final Map<Fingerprint, Holder> holders = new HashMap<>();
  private final Map<Fingerprint, Instant> keptUntil = new HashMap<>();

  InMemoryHoldings(InMemoryObservationStore store) {
    this.store = store;
  }

  private record Key(String source, String uid) {
    static Key of(Holding holding) {
      return new Key(holding.source(), holding.object().uid());
    }
  }

  private record Known(SourceObject object, @Nullable Instant goneAt) {}

  private record Holder(Key key, long content) {}

  void claim(Fence fence) {
    floors.put(partition(fence), fence.epoch());
  }

  private static Fence partition(Fence fence) {
    return new Fence(fence.group(), fence.pool(), fence.partition(), 0);
  }

  Held hold(Holding holding, Instant at) {
    long floor = floors.getOrDefault(partition(holding.fence()), 0L);
    if (holding.fence().epoch() != floor) {
      return new Held.Fenced(floor);
    }
    Key key = Key.of(holding);
    if (isOutdated(holding, objects.get(key))) {
      return new Held.Outdated();
    }
    objects.put(key, new Known(holding.object(), holding.gone() ? at : null));
    List<Recorded> results = new ArrayList<>();
    Set<Fingerprint> told = new HashSet<>();
    for (int i = 0; i < holding.findings().size(); i++) {
      Submission finding = holding.findings().get(i);
      boolean first = told.add(finding.fingerprint());
      results.add(first ? hold(key, finding, holding.contents().get(i)) : RETRIED);
    }
    return new Held.Done(results, release(key, told, at));
  }

  private static boolean isOutdated(Holding holding, @Nullable Known known) {
    if (known == null) {
      return false;
    }
    int age = Long.compare(holding.object().revision(), known.object().revision());
    return known.goneAt() == null ? age < 0 : age <= 0;
  }

  private Recorded hold(Key key, Submission finding, long content) {
    Holder mine = new Holder(key, content);
    Holder before = holders.get(finding.fingerprint());
    if (mine.equals(before) || (before != null && isNewer(before.key(), key))) {
      return RETRIED;
    }
    holders.put(finding.fingerprint(), mine);
    return store.count(finding, true);
  }

  private boolean isNewer(Key one, Key other) {
    return BY_AGE.compare(object(one), object(other)) > 0;
  }

  private SourceObject object(Key key) {
    return Optional.ofNullable(objects.get(key)).orElseThrow().object();
  }

  private int release(Key key, Set<Fingerprint> told, Instant at) {
    List<Fingerprint> released = new ArrayList<>();
    holders.forEach((fingerprint, holder) -> {
      if (holder.key().equals(key) && !told.contains(fingerprint)) {
        released.add(fingerprint);
      }
    });
    for (Fingerprint each : released) {
      holders.remove(each);
      Observation resolved = store.apply(each, new Transition.Resolve(), at).orElseThrow();
      Instant since =
          resolved.lastSeen().isAfter(resolved.stateSince())
              ? resolved.lastSeen()
              : resolved.stateSince();
      keptUntil.put(each, since.plus(resolved.timeToLive()));
    }
    return released.size();
  }

  List<SourceObject> in(String source, long first, long last, String afterUid, int limit) {
    return objects.entrySet().stream()
        .filter(each -> each.getKey().source().equals(source) && each.getValue().goneAt() == null)
        .map(each -> each.getValue().object())
        .filter(each -> Long.compareUnsigned(each.hash(), first) >= 0)
        .filter(each -> Long.compareUnsigned(each.hash(), last) <= 0)
        .filter(each -> each.uid().compareTo(afterUid) > 0)
        .limit(limit)
        .toList();
  }

  boolean keeps(Fingerprint fingerprint, Instant now) {
    Instant end = keptUntil.get(fingerprint);
    return holders.containsKey(fingerprint) || (end != null && !end.isBefore(now));
  }

  void forgetGone(Instant now) {
    Instant limit = now.minus(Duration.ofHours(1));
    objects.values().removeIf(each -> each.goneAt() != null && each.goneAt().isBefore(limit));
  }
}
