package dev.picket.observation;

import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.TIME_TO_LIVE;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ObservationStore} keeps to. Each test begins with an empty store. */
public abstract class ObservationStoreContract {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();
  private static final Recorded RETRIED = new Recorded.Retried();

  /** The store under test, empty before each test. */
  protected abstract ObservationStore store();

  @Test
  void theFirstOccurrenceMakesAnObservationOfAllItSays() {
    Occurrence first = shellIn("web-0", Severity.HIGH, NOON.minusSeconds(2), null);
    assertThat(record(submission(first, NOON))).containsExactly(CREATED);
    assertThat(find(first))
        .isEqualTo(
            new Observation(
                Fingerprint.of(first),
                "falco",
                Category.SECURITY,
                Severity.HIGH,
                "runtime_security",
                "Terminal shell in container",
                "A shell was spawned in web-0",
                new Resource("v1", "Pod", "shop", "web-0"),
                "{\"proc\":\"bash\"}",
                1,
                NOON.minusSeconds(2),
                NOON.minusSeconds(2),
                State.OPEN,
                NOON,
                null,
                TIME_TO_LIVE));
  }

  @Test
  void nothingRecordedMakesNothing() {
    assertThat(record()).isEmpty();
    assertThat(store().find(Fingerprint.of(shellIn("web-0")))).isEmpty();
  }

  @Test
  void repeatsAreCountedWithinABatchAndAcrossBatches() {
    Submission shell = submission(shellIn("web-0"));
    Submission other = submission(shellIn("web-1"));
    assertThat(record(shell, other, shell)).containsExactly(CREATED, CREATED, REPEATED);
    assertThat(record(shell)).containsExactly(REPEATED);
    assertThat(find(shell.occurrence()).count()).isEqualTo(3);
    assertThat(find(other.occurrence()).count()).isEqualTo(1);
  }

  @Test
  void whatIsSentAgainIsKnownWithinABatchAndAcrossBatches() {
    Submission shell = submission(shellIn("web-0", Severity.LOW, NOON, id("a")));
    assertThat(record(shell, shell)).containsExactly(CREATED, RETRIED);
    assertThat(record(shell)).containsExactly(RETRIED);
    Submission worse = submission(shellIn("web-0", Severity.CRITICAL, NOON, id("a")));
    assertThat(record(worse)).containsExactly(RETRIED);
    assertThat(find(shell.occurrence()).count()).isEqualTo(1);
    assertThat(find(shell.occurrence()).severity()).isEqualTo(Severity.LOW);
  }

  @Test
  void anIdentityIsItsTimeAndItsNameAndBelongsToItsSource() {
    OccurrenceId early = new OccurrenceId(Instant.EPOCH, "a");
    OccurrenceId finer = new OccurrenceId(Instant.EPOCH.plusNanos(1), "a");
    OccurrenceId far = new OccurrenceId(Instant.MAX, "a");
    assertThat(
            record(
                submission(shellIn("web-0", Severity.LOW, NOON, early)),
                submission(shellIn("web-0", Severity.LOW, NOON, finer)),
                submission(shellIn("web-0", Severity.LOW, NOON, far)),
                submission(shellIn("web-0", Severity.LOW, NOON, id("b"))),
                submission(sample("audit", Category.SECURITY, Severity.LOW, "web-0", NOON, early))))
        .containsExactly(CREATED, REPEATED, REPEATED, REPEATED, CREATED);
    assertThat(record(submission(shellIn("web-0", Severity.LOW, NOON, far))))
        .containsExactly(RETRIED);
  }

  @Test
  void aRetryBesideNewsIsToldApart() {
    Submission sent = submission(shellIn("web-0", Severity.LOW, NOON, id("a")));
    record(sent);
    Submission news = submission(shellIn("web-0", Severity.LOW, NOON, id("b")));
    Submission nameless = submission(shellIn("web-0"));
    assertThat(record(sent, news, nameless)).containsExactly(RETRIED, REPEATED, REPEATED);
    assertThat(find(sent.occurrence()).count()).isEqualTo(3);
  }

  @Test
  void timesOutOfOrderWidenTheSpanAndTheLatestSpeaks() {
    record(said("second", NOON, Severity.MEDIUM));
    record(said("third", NOON.plusSeconds(5), Severity.LOW));
    record(said("first", NOON.minusSeconds(5), Severity.LOW));
    Observation found = find(shellIn("web-0"));
    assertThat(found.firstSeen()).isEqualTo(NOON.minusSeconds(5));
    assertThat(found.lastSeen()).isEqualTo(NOON.plusSeconds(5));
    assertThat(found.title()).isEqualTo("third");
    assertThat(found.details()).isEqualTo("{\"said\":\"third\"}");
    assertThat(found.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void timesOutOfOrderWithinABatchDoTheSame() {
    record(said("old", NOON.minusSeconds(1), Severity.INFO));
    record(
        said("third", NOON.plusSeconds(5), Severity.LOW),
        said("second", NOON, Severity.CRITICAL),
        said("first", NOON.minusSeconds(5), Severity.LOW));
    Observation found = find(shellIn("web-0"));
    assertThat(found.count()).isEqualTo(4);
    assertThat(found.firstSeen()).isEqualTo(NOON.minusSeconds(5));
    assertThat(found.lastSeen()).isEqualTo(NOON.plusSeconds(5));
    assertThat(found.title()).isEqualTo("third");
    assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void amongThoseOfOneTimeTheOneThatCameLastSpeaks() {
    record(said("one", NOON, Severity.LOW), said("two", NOON, Severity.LOW));
    assertThat(find(shellIn("web-0")).title()).isEqualTo("two");
    record(said("three", NOON, Severity.LOW));
    assertThat(find(shellIn("web-0")).title()).isEqualTo("three");
  }

  @Test
  void theLatestSaysTheVersionAndHowLongItIsKept() {
    record(submission(deployment("apps/v1beta1", NOON)));
    Occurrence later = deployment("apps/v1", NOON.plusSeconds(1));
    Submission shorter = new Submission(Fingerprint.of(later), later, NOON, Duration.ofMinutes(90));
    record(shorter);
    assertThat(find(later).timeToLive()).isEqualTo(Duration.ofMinutes(90));
    assertThat(find(later).resource().apiVersion()).isEqualTo("apps/v1");
    record(submission(deployment("apps/v1beta1", NOON)));
    assertThat(find(later).timeToLive()).isEqualTo(Duration.ofMinutes(90));
    assertThat(find(later).resource().apiVersion()).isEqualTo("apps/v1");
    assertThat(find(later).count()).isEqualTo(3);
  }

  @Test
  void aResolvedOneOpensWhenItIsReported() {
    Occurrence shell = shellIn("web-0");
    record(submission(shell));
    Observation resolved = apply(shell, new Transition.Resolve(), NOON.plusSeconds(10));
    assertThat(resolved.state()).isEqualTo(State.RESOLVED);
    assertThat(resolved.stateSince()).isEqualTo(NOON.plusSeconds(10));
    assertThat(find(shell)).isEqualTo(resolved);
    record(submission(shell, NOON.plusSeconds(20)));
    assertThat(find(shell).state()).isEqualTo(State.OPEN);
    assertThat(find(shell).stateSince()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void anOpenOneKeepsTheTimeOfItsState() {
    Occurrence shell = shellIn("web-0");
    record(submission(shell, NOON));
    record(submission(shell, NOON.plusSeconds(20)));
    apply(shell, new Transition.Reopen(), NOON.plusSeconds(30));
    assertThat(find(shell).stateSince()).isEqualTo(NOON);
  }

  @Test
  void aSuppressedOneStaysSilentUntilItsTimeAndOpensThen() {
    Occurrence shell = shellIn("web-0");
    record(submission(shell));
    Instant until = NOON.plusSeconds(60);
    Observation suppressed =
        apply(shell, new Transition.Suppress("a drill", until), NOON.plusSeconds(1));
    assertThat(suppressed.state()).isEqualTo(State.SUPPRESSED);
    assertThat(suppressed.suppression()).isEqualTo(new Observation.Suppression("a drill", until));
    record(submission(shell, until.minusSeconds(1)));
    assertThat(find(shell).state()).isEqualTo(State.SUPPRESSED);
    assertThat(find(shell).count()).isEqualTo(2);
    record(submission(shell, until));
    assertThat(find(shell).state()).isEqualTo(State.OPEN);
    assertThat(find(shell).stateSince()).isEqualTo(until);
    assertThat(find(shell).suppression()).isNull();
  }

  @Test
  void aSuppressionMayBeRewrittenAndLifted() {
    Occurrence shell = shellIn("web-0");
    record(submission(shell));
    apply(shell, new Transition.Suppress("a drill", NOON.plusSeconds(60)), NOON.plusSeconds(1));
    Observation longer =
        apply(shell, new Transition.Suppress("longer", NOON.plusSeconds(90)), NOON.plusSeconds(2));
    assertThat(longer.stateSince()).isEqualTo(NOON.plusSeconds(1));
    assertThat(longer.suppression())
        .isEqualTo(new Observation.Suppression("longer", NOON.plusSeconds(90)));
    Observation reopened = apply(shell, new Transition.Reopen(), NOON.plusSeconds(3));
    assertThat(reopened.state()).isEqualTo(State.OPEN);
    assertThat(reopened.suppression()).isNull();
    assertThat(reopened.stateSince()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void nobodyDecidesOnWhatIsNotThere() {
    assertThat(store().apply(Fingerprint.of(shellIn("web-0")), new Transition.Resolve(), NOON))
        .isEmpty();
  }

  @Test
  void garbageIsWhatOutlivedItsTimeToLiveAndIsNotSuppressed() {
    Occurrence old = shellIn("old", Severity.LOW, NOON, null);
    Occurrence suppressed = shellIn("suppressed", Severity.LOW, NOON, null);
    Occurrence young = shellIn("young", Severity.LOW, NOON.plusSeconds(1), null);
    record(submission(old), submission(suppressed), submission(young));
    Instant end = NOON.plus(TIME_TO_LIVE);
    apply(suppressed, new Transition.Suppress("a drill", end.plusSeconds(60)), NOON);
    assertThat(store().collectGarbage(end)).isEqualTo(0);
    assertThat(store().collectGarbage(end.plusSeconds(1))).isEqualTo(1);
    assertThat(store().find(Fingerprint.of(old))).isEmpty();
    assertThat(find(young).count()).isEqualTo(1);
    assertThat(find(suppressed).state()).isEqualTo(State.SUPPRESSED);
    assertThat(store().collectGarbage(end.plusSeconds(1))).isEqualTo(0);
    assertThat(store().collectGarbage(end.plusSeconds(60))).isEqualTo(2);
    assertThat(store().list(ObservationQuery.ALL).items()).isEmpty();
  }

  @Test
  void collectingGarbageEndsSuppressions() {
    Occurrence shell = shellIn("web-0");
    record(submission(shell));
    apply(shell, new Transition.Suppress("a drill", NOON.plusSeconds(60)), NOON);
    store().collectGarbage(NOON.plusSeconds(59));
    assertThat(find(shell).state()).isEqualTo(State.SUPPRESSED);
    store().collectGarbage(NOON.plusSeconds(61));
    assertThat(find(shell).state()).isEqualTo(State.OPEN);
    assertThat(find(shell).suppression()).isNull();
    assertThat(find(shell).stateSince()).isEqualTo(NOON.plusSeconds(61));
  }

  @Test
  void aPrefixFindsTwoAtTheMost() {
    List<Submission> shells =
        IntStream.range(0, 64).mapToObj(pod -> submission(shellIn("web-" + pod))).toList();
    store().record(shells);
    List<String> hexes = shells.stream().map(each -> each.fingerprint().hex()).sorted().toList();
    String one = hexes.getFirst();
    assertThat(store().findByPrefix(one).stream().map(each -> each.fingerprint().hex()))
        .containsExactly(one);
    assertThat(store().findByPrefix(one.substring(0, 12))).hasSize(1);
    assertThat(store().findByPrefix(absentPrefix(hexes))).isEmpty();
    for (String digit : List.of("0", "8", "f")) {
      assertThat(store().findByPrefix(digit).stream().map(each -> each.fingerprint().hex()))
          .containsExactlyElementsOf(
              hexes.stream().filter(each -> each.startsWith(digit)).limit(2).toList());
    }
  }

  private static String absentPrefix(List<String> hexes) {
    return IntStream.range(0, 0x10000)
        .mapToObj("%04x"::formatted)
        .filter(prefix -> hexes.stream().noneMatch(each -> each.startsWith(prefix)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetitionOverTies() {
    // Several share each time, and the times cross what a store may group them by.
    List<Submission> shells =
        IntStream.range(0, 95)
            .mapToObj(pod ->
                submission(
                    shellIn("web-" + pod, Severity.LOW, NOON.minusSeconds(97L * (pod / 10)), null)))
            .toList();
    store().record(shells);
    List<Observation> whole = store().list(limited(1000)).items();
    assertThat(whole).hasSize(95).doesNotHaveDuplicates();
    assertThat(whole)
        .isSortedAccordingTo((a, b) -> {
          int byTime = b.lastSeen().compareTo(a.lastSeen());
          return byTime != 0 ? byTime : b.fingerprint().compareTo(a.fingerprint());
        });
    List<Observation> paged = new ArrayList<>();
    Optional<ObservationQuery.Position> next = Optional.empty();
    do {
      ObservationPage page = store().list(page(next, 7));
      paged.addAll(page.items());
      next = page.next();
    } while (next.isPresent());
    assertThat(paged).isEqualTo(whole);
    assertThat(store().list(limited(95)).next()).isEmpty();
    assertThat(store().list(limited(94)).next()).isPresent();
  }

  @Test
  void eachRestrictionLeavesWhatMeetsIt() {
    List<Occurrence> samples =
        List.of(
            sample("falco", Category.SECURITY, Severity.HIGH, "a", NOON, null),
            sample("falco", Category.SECURITY, Severity.LOW, "b", NOON.plusSeconds(700), null),
            sample("audit", Category.COMPLIANCE, Severity.LOW, "c", NOON.plusSeconds(1400), null),
            sample("trivy", Category.COST, Severity.CRITICAL, "d", NOON.plusSeconds(2100), null));
    samples.forEach(each -> record(submission(each, NOON)));
    apply(samples.get(1), new Transition.Resolve(), NOON);
    apply(samples.get(2), new Transition.Suppress("known", NOON.plusSeconds(9999)), NOON);
    List<Observation> all = store().list(limited(1000)).items();
    for (ObservationQuery query : Queries.samples(NOON)) {
      assertThat(store().list(query).items())
          .as(query.toString())
          .isEqualTo(all.stream().filter(query::matches).toList());
    }
  }

  @Test
  void theSummaryCountsStatesAndWhatIsOpen() {
    List<Occurrence> samples =
        List.of(
            sample("falco", Category.SECURITY, Severity.HIGH, "a", NOON, null),
            sample("falco", Category.SECURITY, Severity.LOW, "b", NOON.plusSeconds(59), null),
            sample("audit", Category.COMPLIANCE, Severity.LOW, "c", NOON.plusSeconds(60), null),
            sample("audit", Category.COMPLIANCE, Severity.LOW, "d", NOON.plusSeconds(180), null));
    samples.forEach(each -> record(submission(each)));
    apply(samples.get(2), new Transition.Resolve(), NOON);
    Summary summary = store().summarise(NOON, Duration.ofMinutes(1), 3);
    assertThat(summary.byState()).isEqualTo(Map.of(State.OPEN, 3L, State.RESOLVED, 1L));
    assertThat(summary.openBySeverity()).isEqualTo(Map.of(Severity.HIGH, 1L, Severity.LOW, 2L));
    assertThat(summary.openBySource()).isEqualTo(Map.of("falco", 2L, "audit", 1L));
    assertThat(summary.openByCategory())
        .isEqualTo(Map.of(Category.SECURITY, 2L, Category.COMPLIANCE, 1L));
    assertThat(summary.timeline())
        .containsExactly(
            new Summary.Slot(NOON, Map.of(Severity.HIGH, 1L, Severity.LOW, 1L)),
            new Summary.Slot(NOON.plusSeconds(60), Map.of(Severity.LOW, 1L)),
            new Summary.Slot(NOON.plusSeconds(120), Map.of()));
  }

  @Test
  void manyAtOnceAreCountedExactly() throws ExecutionException, InterruptedException {
    int threads = 16;
    int rounds = 20;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> created =
          IntStream.range(0, threads)
              .mapToObj(thread -> executor.submit(() -> recordRounds(thread, rounds)))
              .toList();
      long sum = 0;
      for (Future<Long> each : created) {
        sum += each.get();
      }
      assertThat(sum).isEqualTo(5);
    }
    for (int pod = 0; pod < 5; pod++) {
      assertThat(find(shellIn("web-" + pod)).count()).isEqualTo((long) threads * rounds);
    }
  }

  /** Each round reports five pods, in another order each time, and sends it all a second time. */
  private long recordRounds(int thread, int rounds) {
    long created = 0;
    for (int round = 0; round < rounds; round++) {
      int turn = thread + round;
      String name = thread + "/" + round;
      List<Submission> five =
          IntStream.range(0, 5)
              .mapToObj(i -> (i * 3 + turn) % 5)
              .map(pod -> shellIn("web-" + pod, Severity.LOW, NOON, id(name + "/" + pod)))
              .map(Occurrences::submission)
              .toList();
      created += store().record(five).stream().filter(CREATED::equals).count();
      assertThat(store().record(five)).containsOnly(RETRIED);
    }
    return created;
  }

  private List<Recorded> record(Submission... submissions) {
    return store().record(List.of(submissions));
  }

  private Observation find(Occurrence occurrence) {
    return store().find(Fingerprint.of(occurrence)).orElseThrow();
  }

  private Observation apply(Occurrence occurrence, Transition transition, Instant at) {
    return store().apply(Fingerprint.of(occurrence), transition, at).orElseThrow();
  }

  private static OccurrenceId id(String value) {
    return new OccurrenceId(NOON, value);
  }

  /** A report on the same problem as {@code shellIn("web-0")}, with words of its own. */
  private static Submission said(String words, Instant at, Severity severity) {
    Occurrence shell = shellIn("web-0");
    return submission(
        new Occurrence(
            shell.source(),
            shell.category(),
            severity,
            shell.eventType(),
            shell.rule(),
            words,
            shell.resource(),
            shell.identity(),
            null,
            at,
            "{\"said\":\"" + words + "\"}"),
        NOON);
  }

  private static Occurrence deployment(String apiVersion, Instant at) {
    return new Occurrence(
        "audit",
        Category.OPERATIONS,
        Severity.LOW,
        "sample",
        "rule",
        "title",
        new Resource(apiVersion, "Deployment", "shop", "web"),
        new TreeMap<>(),
        null,
        at,
        "{}");
  }

  private static Occurrence sample(
      String source,
      Category category,
      Severity severity,
      String name,
      Instant at,
      @Nullable OccurrenceId id) {
    Resource resource =
        name.equals("d")
            ? new Resource("v1", "Node", "", name)
            : new Resource("apps/v1", "Deployment", "space-" + name, name);
    return new Occurrence(
        source,
        category,
        severity,
        "sample",
        "rule",
        "title",
        resource,
        new TreeMap<>(),
        id,
        at,
        "{}");
  }

  private static ObservationQuery limited(int limit) {
    return page(Optional.empty(), limit);
  }

  private static ObservationQuery page(Optional<ObservationQuery.Position> after, int limit) {
    ObservationQuery all = ObservationQuery.ALL;
    return new ObservationQuery(
        all.states(),
        all.sources(),
        all.severities(),
        all.categories(),
        all.namespaces(),
        all.kinds(),
        all.names(),
        all.seenSince(),
        all.seenBefore(),
        after,
        limit);
  }
}
