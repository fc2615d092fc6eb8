package dev.picket.store;

import static dev.picket.observation.Holdings.FENCE;
import static dev.picket.observation.Holdings.gone;
import static dev.picket.observation.Holdings.holding;
import static dev.picket.observation.Holdings.with;
import static dev.picket.observation.Occurrences.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Fence;
import dev.picket.observation.Held;
import dev.picket.observation.Holding;
import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Observation;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.SourceObject;
import dev.picket.observation.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL and the store in memory, told the same: they answer the same and end up the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HoldingsModelTest {

  private static final int WORKERS = 12;
  private static final Fence STALE = new Fence(FENCE.group(), FENCE.pool(), FENCE.partition(), 2);

  private final StoreSettings settings = TestDatabase.create();
  private final StoreFixture fixture = new StoreFixture(settings);
  private final StoreFixture replica = new StoreFixture(settings);

  @BeforeEach
  void empty() {
    fixture.empty();
    fixture.claim(FENCE);
  }

  @AfterAll
  void close() {
    replica.close();
    fixture.close();
  }

  /** What objects might say, at random: few of them, so that they meet all the time. */
  private static final class Tale {

    private final Random random;
    private final String prefix;
    private final int objects;
    private final int pods;

    Tale(long seed, String prefix, int objects, int pods) {
      this.random = new Random(seed);
      this.prefix = prefix;
      this.objects = objects;
      this.pods = pods;
    }

    Holding next() {
      int number = random.nextInt(objects);
      // Objects of the same age, too, so that their revisions decide.
      Instant createdAt = NOON.minusSeconds(number / 2);
      SourceObject object =
          new SourceObject(
              prefix + number, number, "shop", "report", createdAt, random.nextInt(30));
      Holding told = random.nextInt(6) == 0 ? gone(object) : holding(object, content(), pods());
      return random.nextInt(20) == 0 ? with(STALE, told) : told;
    }

    List<Holding> call() {
      return Stream.generate(this::next).limit(1 + random.nextInt(8)).toList();
    }

    private long content() {
      return random.nextInt(4) - 1L;
    }

    private String[] pods() {
      return IntStream.range(0, random.nextInt(5))
          .mapToObj(_ -> prefix + "pod-" + random.nextInt(pods))
          .toArray(String[]::new);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsToldOneAfterTheOtherIsAnsweredAlike(long seed) {
    InMemoryObservationStore model = model();
    Tale tale = new Tale(seed, "", 6, 8);
    for (int i = 0; i < 150; i++) {
      List<Holding> call = tale.call();
      List<Held> expected = model.hold(call);
      assertThat(fixture.store().hold(call)).as("call %d: %s", i, call).isEqualTo(expected);
      if (i % 10 == 0) {
        assertThat(all(fixture.store().list(ObservationQuery.ALL).items()))
            .isEqualTo(all(model.list(ObservationQuery.ALL).items()));
        assertThat(fixture.store().heldIn("falco", 0, -1, "", 100))
            .isEqualTo(model.heldIn("falco", 0, -1, "", 100));
      }
    }
    assertThat(fixture.store().gauges().failedTransactions()).isZero();
  }

  @Test
  void workersWhoShareNothingButTransactionsAreEachAnsweredAsIfAlone() throws Exception {
    List<Callable<InMemoryObservationStore>> workers = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      Tale tale = new Tale(worker, "w" + worker + "-", 4, 6);
      StoreFixture one = worker % 2 == 0 ? fixture : replica;
      workers.add(() -> answeredAlike(one, tale));
    }
    List<Observation> expected = new ArrayList<>();
    for (InMemoryObservationStore model : run(workers)) {
      expected.addAll(model.list(ObservationQuery.ALL).items());
    }
    assertThat(all(fixture.store().list(ObservationQuery.ALL).items())).isEqualTo(all(expected));
  }

  private static InMemoryObservationStore answeredAlike(StoreFixture fixture, Tale tale) {
    InMemoryObservationStore model = model();
    for (int i = 0; i < 40; i++) {
      List<Holding> call = tale.call();
      assertThat(fixture.store().hold(call)).isEqualTo(model.hold(call));
    }
    return model;
  }

  @Test
  void workersWhoShareEverythingAgreeOnceEachObjectIsToldAgain() throws Exception {
    List<Callable<Boolean>> workers = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      Tale tale = new Tale(worker, "", 12, 10);
      StoreFixture one = worker % 2 == 0 ? fixture : replica;
      workers.add(() -> {
        for (int i = 0; i < 40; i++) {
          one.store().hold(tale.call());
        }
        return true;
      });
    }
    run(workers);
    InMemoryObservationStore model = model();
    Random random = new Random(7);
    for (int number = 0; number < 12; number++) {
      SourceObject object =
          new SourceObject(
              "" + number, number, "shop", "report", NOON.minusSeconds(number / 2), 99);
      Holding last = holding(object, 50, "pod-" + random.nextInt(10), "pod-" + random.nextInt(10));
      fixture.store().hold(List.of(last));
      model.hold(List.of(last));
    }
    assertThat(open(fixture.store().list(ObservationQuery.ALL).items()))
        .isEqualTo(open(model.list(ObservationQuery.ALL).items()));
    assertThat(fixture.store().gauges().failedTransactions()).isZero();
    assertThat(replica.store().gauges().failedTransactions()).isZero();
  }

  private static <T> List<T> run(List<Callable<T>> workers) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> each : executor.invokeAll(workers)) {
        results.add(each.get());
      }
    }
    return results;
  }

  private static InMemoryObservationStore model() {
    InMemoryObservationStore model = new InMemoryObservationStore(() -> NOON);
    model.claim(FENCE);
    return model;
  }

  private static List<Observation> all(List<Observation> observations) {
    return observations.stream().sorted(Comparator.comparing(Observation::fingerprint)).toList();
  }

  private static List<String> open(List<Observation> observations) {
    return observations.stream()
        .filter(each -> each.state() == State.OPEN)
        .map(each -> each.resource().name())
        .sorted()
        .toList();
  }
}
