package dev.picket.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store promises, against a model under random operations. */
@Timeout(60)
final class ObjectStoreTest {

  private static final long START = 100;
  private static final int HISTORY = 64;
  private static final String[] RESOURCES = {"maps", "leases"};
  private static final String[] SPACES = {"a", "a-b", "b"};

  private final ObjectStore store = new ObjectStore(START, HISTORY, Journal.NONE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everySubscriptionSeesExactlyTheLaterHistory(long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<Change> history = new ArrayList<>();
    List<Watcher> watchers = new ArrayList<>();
    for (int step = 0; step < 2_000; step++) {
      history.addAll(change(random));
      if (random.nextInt(20) == 0) {
        Scope scope = scope(random);
        long from = store.latest().revision() - random.nextInt(HISTORY / 2);
        store
            .subscribe(scope, Math.max(from, store.floor()), 5_000)
            .ifPresent(
                each -> watchers.add(new Watcher(scope, Math.max(from, store.floor()), each)));
      }
    }
    assertThat(watchers).hasSizeGreaterThan(50);
    for (Watcher each : watchers) {
      assertThat(read(each.subscription())).isEqualTo(expected(history, each));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void everyHeldRevisionIsListedAsItWas(long seed) {
    Random random = new Random(seed);
    TreeMap<Long, List<String>> then = new TreeMap<>();
    TreeMap<String, Long> model = new TreeMap<>();
    for (int step = 0; step < 1_000; step++) {
      for (Change each : change(random)) {
        String path = each.object().key().path();
        if (each.type() == Change.Type.DELETED) {
          model.remove(path);
        } else {
          model.put(path, each.revision());
        }
        then.put(each.revision(), lines(model));
      }
    }
    long newest = store.latest().revision();
    assertThat(store.at(newest - HISTORY)).isEmpty();
    for (long each = newest - HISTORY + 1; each <= newest; each++) {
      assertThat(all(store.at(each).orElseThrow())).isEqualTo(then.get(each));
    }
  }

  @Test
  void revisionsGrowByOneAndNoneIsLeftOut() {
    for (long each = START + 1; each < START + 50; each++) {
      assertThat(put("maps", "a", "x" + each).revision()).isEqualTo(each);
    }
  }

  @Test
  void aDeletionHasARevisionOfItsOwnAndTheLastState() throws InterruptedException {
    put("maps", "a", "x");
    Subscription subscription = subscribe("maps");
    store.write(transaction -> {
      StoredObject last = get("maps", "a", "x").orElseThrow();
      return transaction.remove(last.key(), last.content());
    });
    Change deleted = read(subscription).getFirst();
    assertThat(deleted.type()).isEqualTo(Change.Type.DELETED);
    assertThat(deleted.revision()).isEqualTo(START + 2);
    assertThat(deleted.object().content().path("metadata").path("resourceVersion").asText())
        .isEqualTo("102");
  }

  @Test
  void aDecisionThatFailsChangesNothing() throws InterruptedException {
    Subscription subscription = subscribe("maps");
    assertThatThrownBy(() ->
            store.write(transaction -> {
              transaction.put(new Key("maps", "a", "x"), object("x"));
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(store.latest().revision()).isEqualTo(START);
    assertThat(read(subscription)).isEmpty();
  }

  @Test
  void whatTheJournalLosesIsNeverSeenAndNothingIsWrittenAfterIt() {
    ObjectStore failing =
        new ObjectStore(
            START, HISTORY, commit -> commit.failed(new JournalException("disk full", null)));
    for (int each = 0; each < 2; each++) {
      assertThatThrownBy(() ->
              failing.write(transaction -> transaction.put(new Key("m", "a", "x"), object("x"))))
          .isInstanceOf(JournalException.class)
          .hasMessage("disk full");
    }
    assertThat(failing.latest().revision()).isEqualTo(START);
  }

  @Test
  void aReaderThatIsTooFarBehindIsCutOffAndTheOthersAreNot() throws InterruptedException {
    Subscription slow = store.subscribe(Scope.all("maps"), START, 10).orElseThrow();
    Subscription fast = store.subscribe(Scope.all("maps"), START, 100).orElseThrow();
    for (int each = 0; each < 20; each++) {
      put("maps", "a", "x" + each);
    }
    assertThat(slow.ended()).isTrue();
    assertThat(slow.overrun()).isTrue();
    assertThat(store.overruns()).isEqualTo(1);
    assertThat(read(fast)).hasSize(20);
  }

  @Test
  void whatIsOlderThanTheHistoryOrYetToComeIsRefused() {
    for (int each = 0; each < HISTORY + 10; each++) {
      put("maps", "a", "x");
    }
    assertThat(store.subscribe(Scope.all("maps"), store.floor() - 1, 10)).isEmpty();
    assertThat(store.subscribe(Scope.all("maps"), store.floor(), HISTORY)).isPresent();
    assertThat(store.subscribe(Scope.all("maps"), store.latest().revision() + 1, 10)).isEmpty();
  }

  @Test
  void aHistoryThatTakesTooMuchMemoryIsCutShort() {
    ObjectStore small =
        new ObjectStore(
            new Snapshot(START, SortedTree.empty()),
            new History(HISTORY, START, 10_000),
            Journal.NONE);
    for (int each = 0; each < 30; each++) {
      small.write(transaction -> transaction.put(new Key("maps", "a", "x"), object("x")));
      assertThat(small.at(small.latest().revision())).isPresent();
    }
    assertThat(small.floor()).isBetween(START + 20, START + 29);
    assertThat(small.at(small.floor())).isEmpty();
    assertThat(small.subscribe(Scope.all("maps"), small.floor() - 1, 10)).isEmpty();
    assertThat(small.subscribe(Scope.all("maps"), small.floor(), HISTORY)).isPresent();
  }

  @Test
  void closingInterruptsWhoeverReads() throws InterruptedException {
    Subscription subscription = subscribe("maps");
    AtomicReference<Object> end = new AtomicReference<>("none");
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              subscription.readBy(Thread.currentThread());
              try {
                end.set(String.valueOf(subscription.next(Duration.ofMinutes(1))));
              } catch (InterruptedException interrupted) {
                end.set(interrupted);
              }
            });
    store.close();
    reader.join();
    assertThat(end.get()).isNotEqualTo("none");
    assertThat(subscribe("maps").ended()).isTrue();
  }

  private List<Change> change(Random random) {
    List<Change> made = new ArrayList<>();
    store.write(transaction -> {
      for (int each = 0; each <= random.nextInt(3); each++) {
        Key key =
            new Key(
                RESOURCES[random.nextInt(RESOURCES.length)],
                SPACES[random.nextInt(SPACES.length)],
                "n" + random.nextInt(30));
        Optional<StoredObject> there = transaction.now().get(key);
        if (there.isPresent() && random.nextInt(3) == 0) {
          transaction.remove(key, there.get().content());
        } else {
          transaction.put(key, object(key.name()));
        }
      }
      transaction.made().forEach(each -> made.add(each.change()));
      return made;
    });
    return made;
  }

  private static Scope scope(Random random) {
    String resource = RESOURCES[random.nextInt(RESOURCES.length)];
    return random.nextBoolean()
        ? Scope.all(resource)
        : new Scope(resource, SPACES[random.nextInt(SPACES.length)]);
  }

  private static List<Change> expected(List<Change> history, Watcher watcher) {
    return history.stream()
        .filter(each -> each.revision() > watcher.from())
        .filter(each -> watcher.scope().holds(each.object().key()))
        .toList();
  }

  private static List<Change> read(Subscription subscription) throws InterruptedException {
    List<Change> read = new ArrayList<>();
    for (Change each = subscription.next(Duration.ZERO);
        each != null;
        each = subscription.next(Duration.ZERO)) {
      read.add(each);
    }
    return read;
  }

  private static List<String> lines(Map<String, Long> model) {
    return model.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList();
  }

  private static List<String> all(Snapshot snapshot) {
    List<String> all = new ArrayList<>();
    for (String each : new String[] {"leases", "maps"}) {
      snapshot.visit(
          Scope.all(each), object -> all.add(object.key().path() + " " + object.revision()));
      assertThat(snapshot.count(Scope.all(each)))
          .isEqualTo((int) all.stream().filter(line -> line.startsWith(each + "/")).count());
    }
    return all;
  }

  private Subscription subscribe(String resource) {
    return store.subscribe(Scope.all(resource), store.latest().revision(), 1_000).orElseThrow();
  }

  private Optional<StoredObject> get(String resource, String space, String name) {
    return store.latest().get(new Key(resource, space, name));
  }

  private StoredObject put(String resource, String space, String name) {
    return store.write(
        transaction -> transaction.put(new Key(resource, space, name), object(name)));
  }

  private static ObjectNode object(String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("name", name);
    return object;
  }

  private record Watcher(Scope scope, long from, Subscription subscription) {}
}
