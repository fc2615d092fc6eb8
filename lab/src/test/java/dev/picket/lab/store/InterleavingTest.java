package dev.picket.lab.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Writers and watchers whose steps come in any order; each test's name has its seed. */
@Timeout(60)
final class InterleavingTest {

  private static final long START = 100;
  private static final int HISTORY = 200;
  private static final int STEPS = 3_000;
  private static final int AMPLE = 10_000;
  private static final int NARROW = 20;
  private static final List<Scope> SCOPES =
      List.of(
          Scope.all("maps"),
          Scope.all("leases"),
          new Scope("maps", "a"),
          new Scope("maps", "a-b"),
          new Scope("leases", "a"));

  @TempDir private Path directory;

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 10), LongStream.of(new SecureRandom().nextLong()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyWatcherThatKeepsUpEndsInTheStateOfAFreshList(long seed) {
    Steps steps = new Steps(new Random(seed), new ObjectStore(START, HISTORY, Journal.NONE));
    for (int each = 0; each < STEPS; each++) {
      steps.next();
    }
    steps.finish();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void exactlyOneOfManyCompareAndSwapsWins(long seed) {
    Random random = new Random(seed);
    ObjectStore store = new ObjectStore(START, HISTORY, Journal.NONE);
    List<Swap> swaps = new ArrayList<>();
    TreeMap<Integer, Integer> winners = new TreeMap<>();
    for (int contest = 0; contest < 50; contest++) {
      Key key = new Key("leases", "a", "n" + contest);
      put(store, key);
      long revision = store.latest().get(key).orElseThrow().revision();
      for (int each = 0; each < 2 + random.nextInt(10); each++) {
        swaps.add(new Swap(contest, key, revision));
      }
    }
    while (!swaps.isEmpty()) {
      Swap swap = swaps.remove(random.nextInt(swaps.size()));
      if (swap.tried(store)) {
        winners.merge(swap.contest(), 1, Integer::sum);
      }
    }
    assertThat(winners).hasSize(50);
    assertThat(winners.values()).containsOnly(1);
  }

  @Test
  void threadsThatWriteToDiskAndWatchAgreeInTheEnd() throws Exception {
    int writers = 8;
    int rounds = 200;
    AtomicInteger wins = new AtomicInteger();
    try (DataDirectory data = DataDirectory.open(directory)) {
      ObjectStore store = data.store(START, AMPLE, Syncing.SYSTEM, 50_000);
      Key contested = new Key("leases", "a", "contested");
      put(store, contested);
      Subscription stuck = store.subscribe(Scope.all("leases"), START + 1, NARROW).orElseThrow();
      List<Watcher> watchers = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (Scope scope : SCOPES) {
        Watcher watcher = Watcher.joining(store, scope, AMPLE);
        watchers.add(watcher);
        threads.add(Thread.ofPlatform().start(watcher::readToTheEnd));
      }
      CyclicBarrier round = new CyclicBarrier(writers);
      List<Thread> writing = new ArrayList<>();
      for (int each = 0; each < writers; each++) {
        Random random = new Random(each);
        writing.add(
            Thread.ofPlatform()
                .start(() -> compete(store, contested, round, rounds, random, wins)));
      }
      for (Thread each : writing) {
        each.join();
      }
      writeLast(store);
      for (Thread each : threads) {
        each.join(Duration.ofSeconds(20));
      }
      assertThat(wins).hasValue(rounds);
      assertThat(stuck.overrun()).isTrue();
      for (Watcher each : watchers) {
        each.read(store, Integer.MAX_VALUE);
        each.requireSame(store);
      }
    }
  }

  private static void compete(
      ObjectStore store,
      Key contested,
      CyclicBarrier round,
      int rounds,
      Random random,
      AtomicInteger wins) {
    try {
      for (int each = 0; each < rounds; each++) {
        round.await();
        Swap swap =
            new Swap(each, contested, store.latest().get(contested).orElseThrow().revision());
        round.await();
        if (swap.tried(store)) {
          wins.incrementAndGet();
        }
        change(store, random);
      }
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void change(ObjectStore store, Random random) {
    Key key =
        new Key(
            random.nextBoolean() ? "maps" : "leases",
            random.nextBoolean() ? "a" : "a-b",
            "n" + random.nextInt(20));
    boolean removes = random.nextInt(3) == 0;
    store.write(transaction -> {
      Optional<StoredObject> there = transaction.now().get(key);
      return there.isPresent() && removes
          ? transaction.remove(key, there.get().content())
          : transaction.put(key, object());
    });
  }

  /** One object for each scope, all of them at once and in both spaces. */
  private static void writeLast(ObjectStore store) {
    store.write(transaction -> {
      transaction.put(new Key("maps", "a-b", Watcher.LAST), object());
      transaction.put(new Key("maps", "a", Watcher.LAST), object());
      return transaction.put(new Key("leases", "a", Watcher.LAST), object());
    });
  }

  private static StoredObject put(ObjectStore store, Key key) {
    return store.write(transaction -> transaction.put(key, object()));
  }

  private static ObjectNode object() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata");
    return object;
  }

  private static Map<String, Long> list(Snapshot snapshot, Scope scope) {
    TreeMap<String, Long> list = new TreeMap<>();
    snapshot.visit(
        scope,
        each -> {
          list.put(each.key().path(), each.revision());
          return true;
        });
    return list;
  }

  /** A write that is only made if nothing else was since. */
  private record Swap(int contest, Key key, long revision) {

    boolean tried(ObjectStore store) {
      return store.write(transaction -> {
        if (transaction.now().get(key).orElseThrow().revision() != revision) {
          return false;
        }
        transaction.put(key, object());
        return true;
      });
    }
  }

  /** One thread that plays all the writers and watchers. */
  private static final class Steps {

    private final Random random;
    private final ObjectStore store;
    private final List<Watcher> watchers = new ArrayList<>();
    private int overrun;
    private int finished;

    Steps(Random random, ObjectStore store) {
      this.random = random;
      this.store = store;
    }

    void next() {
      int chance = random.nextInt(100);
      if (chance < 50) {
        change(store, random);
      } else if (chance < 56) {
        open();
      } else if (chance < 59 && !watchers.isEmpty()) {
        close(watchers.remove(random.nextInt(watchers.size())));
      } else if (!watchers.isEmpty()) {
        watchers.get(random.nextInt(watchers.size())).read(store, random.nextInt(30));
      }
    }

    void finish() {
      while (!watchers.isEmpty()) {
        close(watchers.removeLast());
      }
      assertThat(finished).isGreaterThan(10);
      assertThat((long) overrun).isLessThanOrEqualTo(store.overruns()).isPositive();
    }

    private void open() {
      Scope scope = SCOPES.get(random.nextInt(SCOPES.size()));
      int limit = random.nextInt(4) == 0 ? NARROW : AMPLE;
      long now = store.latest().revision();
      long from = now - random.nextInt(HISTORY * 2);
      Optional<Snapshot> held = store.at(from);
      if (held.isPresent()) {
        watchers.add(Watcher.from(store, held.get(), scope, limit));
      } else {
        assertThat(from).isLessThanOrEqualTo(Math.max(START, now - HISTORY));
        watchers.add(Watcher.joining(store, scope, limit));
      }
    }

    private void close(Watcher watcher) {
      watcher.read(store, Integer.MAX_VALUE);
      if (watcher.cutOff()) {
        overrun++;
      } else {
        watcher.requireSame(store);
        finished++;
      }
      store.unsubscribe(watcher.subscription);
    }
  }

  /** A picture of a scope, kept up by a watch alone. */
  private static final class Watcher {

    static final String LAST = "last";

    private final Scope scope;
    private final Subscription subscription;
    private final int limit;
    private final Map<String, Long> picture;
    private long revision;

    private Watcher(Snapshot start, Scope scope, Subscription subscription, int limit) {
      this.scope = scope;
      this.subscription = subscription;
      this.limit = limit;
      this.picture = list(start, scope);
      this.revision = start.revision();
    }

    static Watcher from(ObjectStore store, Snapshot start, Scope scope, int limit) {
      return new Watcher(
          start, scope, store.subscribe(scope, start.revision(), limit).orElseThrow(), limit);
    }

    static Watcher joining(ObjectStore store, Scope scope, int limit) {
      ObjectStore.Joined joined = store.join(scope, limit);
      return new Watcher(joined.snapshot(), scope, joined.subscription(), limit);
    }

    boolean cutOff() {
      assertThat(!subscription.overrun() || limit == NARROW)
          .as("one with an ample buffer was cut off")
          .isTrue();
      return subscription.overrun();
    }

    void read(ObjectStore store, int most) {
      for (int each = 0; each < most; each++) {
        Change change = next(Duration.ZERO);
        if (change == null) {
          return;
        }
        apply(change);
        store.at(revision).ifPresent(then -> assertThat(picture).isEqualTo(list(then, scope)));
      }
    }

    /** Reads until the first of the objects that are written last. */
    void readToTheEnd() {
      @Nullable Change change;
      do {
        change = next(Duration.ofSeconds(20));
        if (change != null) {
          apply(change);
        }
      } while (change != null && !change.object().key().name().equals(LAST));
    }

    void requireSame(ObjectStore store) {
      assertThat(picture).isEqualTo(list(store.latest(), scope));
    }

    private @Nullable Change next(Duration patience) {
      try {
        return subscription.next(patience);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    private void apply(Change change) {
      assertThat(change.revision()).isGreaterThan(revision);
      assertThat(scope.holds(change.object().key())).isTrue();
      revision = change.revision();
      StoredObject before = change.before();
      assertThat(picture.getOrDefault(change.object().key().path(), 0L))
          .isEqualTo(before == null ? 0L : before.revision());
      if (change.type() == Change.Type.DELETED) {
        picture.remove(change.object().key().path());
      } else {
        picture.put(change.object().key().path(), revision);
      }
    }
  }
}
