package dev.picket.sources.informer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import dev.picket.kube.KubeObject;
import dev.picket.observation.FlakyHoldingStore;
import dev.picket.observation.InMemoryObservationStore;
import dev.picket.observation.Ledger;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.payload.ObjectFormat;
import dev.picket.sources.payload.PayloadLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InformerSourceTest {

  private static final Map<String, String> TWO = Map.of("CVE-1", "HIGH", "CVE-2", "LOW");

  private final InMemoryObservationStore store = new InMemoryObservationStore(() -> Reports.NOW);
  private final FlakyHoldingStore flaky = new FlakyHoldingStore(store);
  private final FakeShards shards = new FakeShards();
  private final Ledger ledger = new Ledger();
  private final Map<String, KubeObject> cluster = new HashMap<>();
  private final List<Duration> waits = new ArrayList<>();
  private Runnable duringWait = () -> {};
  private Runnable duringLookup = () -> {};
  private boolean closing;
  private RuntimeException lookupFailure = new IllegalStateException("not asked for");
  private int lookupFailures;

  private final InformerSource source =
      new InformerSource(
          InformerIngester.ofDefaults("trivy", ObjectFormat.TRIVY),
          PayloadLimits.DEFAULT,
          shards,
          flaky,
          this::lookup,
          ledger,
          this::await,
          () -> Reports.NOW);

  private Optional<KubeObject> lookup(String namespace, String name) {
    assertThat(shards.permits()).as("permits held while the API server is asked").isZero();
    duringLookup.run();
    duringLookup = () -> {};
    if (lookupFailures-- > 0) {
      throw lookupFailure;
    }
    return Optional.ofNullable(cluster.get(namespace + "/" + name));
  }

  private boolean await(Duration duration) {
    assertThat(shards.permits()).as("permits held while waiting").isZero();
    waits.add(duration);
    duringWait.run();
    return !closing;
  }

  @BeforeEach
  void ownEverything() {
    for (int partition = 0; partition < FakeShards.PARTITIONS; partition++) {
      own(partition, 1);
    }
  }

  private void own(int partition, long epoch) {
    store.claim(FakeShards.fence(partition, epoch));
    shards.open(partition, epoch);
  }

  @AfterEach
  void noPermitIsOutAndTheBooksAddUp() {
    assertThat(shards.permits()).isZero();
    assertThat(balance().adds()).as("%s", balance()).isTrue();
  }

  @Test
  void findingsAreHeldWhileTheirReportHasThem() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    assertThat(Stored.open(store)).hasSize(2);
    source.changed(Reports.report("u1", "web", 6, Map.of("CVE-2", "LOW")));
    assertThat(Stored.open(store)).hasSize(1);
    source.deleted(Reports.report("u1", "web", 7, Map.of("CVE-2", "LOW")));
    assertThat(Stored.open(store)).isEmpty();
    assertThat(source.numbers().held()).isEqualTo(3);
    assertThat(source.numbers().gone()).isEqualTo(1);
    assertThat(source.numbers().resolved()).isEqualTo(2);
  }

  @Test
  void theSameStateAgainCountsNothing() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.changed(Reports.report("u1", "web", 9, TWO));
    assertThat(Stored.counts(store).values()).containsOnly(1L);
    assertThat(balance().stored()).isEqualTo(2);
    assertThat(balance().retried()).isEqualTo(4);
  }

  @Test
  void whatIsNotThisMembersIsDropped() {
    shards.close(FakeShards.partition("u1"));
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.deleted(Reports.report("u1", "web", 6, TWO));
    assertThat(Stored.counts(store)).isEmpty();
    assertThat(balance().received()).isZero();
    assertThat(source.numbers().notOurs()).isEqualTo(2);
  }

  @Test
  void whatAnotherMembersEpochOvertookIsDroppedAndCounted() {
    store.claim(FakeShards.fence(FakeShards.partition("u1"), 2));
    source.changed(Reports.report("u1", "web", 5, TWO));
    assertThat(Stored.counts(store)).isEmpty();
    assertThat(waits).isEmpty();
    assertThat(source.numbers().fenced()).isEqualTo(1);
    assertThat(balance().unavailable()).isEqualTo(Map.of("fenced", 2L));
  }

  @Test
  void anOlderStateIsLeftOut() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.changed(Reports.report("u1", "web", 4, Map.of()));
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().outdated()).isEqualTo(1);
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainLaterAndLater() {
    flaky.fail(new StoreUnavailableException("gone", Duration.ofSeconds(1)), 12);
    source.changed(Reports.report("u1", "web", 5, TWO));
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(waits).hasSize(12).isSorted().startsWith(Duration.ofSeconds(1));
    assertThat(waits.getLast()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source.numbers().retried()).isEqualTo(12);
    assertThat(balance().unavailable()).isEqualTo(Map.of("store", 24L));
  }

  @Test
  void whileTheStoreIsAwayAPartitionCanBeDrained() {
    flaky.fail(new StoreUnavailableException("gone", Duration.ofSeconds(1)), 100);
    duringWait = () -> shards.close(FakeShards.partition("u1"));
    source.changed(Reports.report("u1", "web", 5, TWO));
    assertThat(waits).hasSize(1);
    assertThat(source.numbers().notOurs()).isEqualTo(1);
  }

  @Test
  void whenTheProcessEndsNobodyWaitsAnyMore() {
    flaky.fail(new StoreUnavailableException("gone", Duration.ofSeconds(1)), 100);
    closing = true;
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(waits).hasSize(2);
  }

  @Test
  void aMistakeOfOursGivesUpOneObjectAndNotTheOthers() {
    flaky.fail(new IllegalStateException("a mistake"), 5);
    assertThatThrownBy(() -> source.changed(Reports.report("u1", "web", 5, TWO)))
        .hasMessage("a mistake");
    source.changed(Reports.report("u2", "api", 6, TWO));
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().failed()).isEqualTo(1);
    assertThat(balance().unavailable()).isEqualTo(Map.of("internal_error", 10L));
  }

  @Test
  void aMistakeOfOursOverOneMissingObjectLeavesTheOthersResolved() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.changed(Reports.report("u2", "api", 6, TWO));
    duringLookup = () -> flaky.fail(new IllegalStateException("a mistake"), 5);
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().failed()).isEqualTo(1);
    assertThat(source.numbers().gone()).isEqualTo(1);
  }

  @Test
  void anObjectThatCannotBeReadIsCountedAndWhatIsHeldOfItStays() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    KubeObject broken =
        new KubeObject(
            "u1", "shop", "web", 6, Reports.MADE, JsonNodeFactory.instance.textNode("?"));
    source.changed(broken);
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().malformed()).isEqualTo(1);
    assertThat(balance().rejected()).isEqualTo(Map.of("malformed", 1L));
  }

  @Test
  void aFindingThatCannotBeReadLetsTheOthersPass() {
    source.changed(Reports.report("u1", "web", 5, Map.of("CVE-1", "grave", "CVE-2", "LOW")));
    assertThat(Stored.open(store)).hasSize(1);
    assertThat(balance().rejected()).isEqualTo(Map.of("invalid_item", 1L));
  }

  @Test
  void whatIsMissingFromACompleteListIsResolvedOnceTheServerSaysSo() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.changed(Reports.report("u2", "api", 6, TWO));
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of("u2"));
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().gone()).isEqualTo(1);
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of("u2"));
    assertThat(source.numbers().gone()).isEqualTo(1);
  }

  @Test
  void whatTheServerStillHasIsLeftAlone() {
    KubeObject web = Reports.report("u1", "web", 5, TWO);
    cluster.put("shop/web", web);
    source.changed(web);
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().stillThere()).isEqualTo(1);
  }

  @Test
  void anotherObjectOfTheSameNameMeansThatItIsGone() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    cluster.put("shop/web", Reports.report("u9", "web", 8, Map.of()));
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of("u9"));
    assertThat(Stored.open(store)).isEmpty();
  }

  @Test
  void aServerThatDoesNotSayLeavesThingsAsTheyAre() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    lookupFailure = new UnreachableException("no answer", new IllegalStateException("down"));
    lookupFailures = 3;
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(Stored.open(store)).isEmpty();
    source.changed(Reports.report("u2", "api", 6, TWO));
    lookupFailures = 1_000;
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(Stored.open(store)).hasSize(2);
    assertThat(source.numbers().unconfirmed()).isEqualTo(1);
  }

  @Test
  void onlyThePartitionsThatAreCompleteAreLookedThrough() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    int partition = FakeShards.partition("u1");
    source.complete(
        PartitionSet.of(
            FakeShards.PARTITIONS,
            IntStream.range(0, FakeShards.PARTITIONS).filter(each -> each != partition)),
        Set.of());
    assertThat(Stored.open(store)).hasSize(2);
    source.complete(FakeShards.one(partition), Set.of());
    assertThat(Stored.open(store)).isEmpty();
  }

  @Test
  void aPartitionLostWhileItIsLookedThroughIsLeftToItsOwner() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    flaky.fail(new StoreUnavailableException("gone", Duration.ofSeconds(1)), 1);
    duringWait = () -> shards.close(FakeShards.partition("u1"));
    source.complete(FakeShards.one(FakeShards.partition("u1")), Set.of());
    assertThat(Stored.open(store)).hasSize(2);
  }

  @Test
  void moreObjectsThanAPageAreAllLookedAt() {
    int objects = 2 * Absence.PAGE + 7;
    for (int at = 0; at < objects; at++) {
      source.changed(Reports.report("u" + at, "web-" + at, 5 + at, Map.of("CVE-1", "HIGH")));
    }
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(Stored.open(store)).isEmpty();
    assertThat(source.numbers().gone()).isEqualTo(objects);
  }

  @Test
  void anObjectWronglyThoughtGoneComesBackWithItsNextChange() {
    source.changed(Reports.report("u1", "web", 5, TWO));
    source.complete(PartitionSet.all(FakeShards.PARTITIONS), Set.of());
    assertThat(Stored.open(store)).isEmpty();
    source.changed(Reports.report("u1", "web", 7, TWO));
    assertThat(Stored.open(store)).hasSize(2);
  }

  @Test
  void shardsByNamespaceAreRefused() {
    FakeShards byNamespace = new FakeShards(Pool.NAMESPACE);
    assertThatThrownBy(() ->
            new InformerSource(
                InformerIngester.ofDefaults("trivy", ObjectFormat.TRIVY),
                PayloadLimits.DEFAULT,
                byNamespace,
                store,
                this::lookup,
                ledger,
                this::await,
                () -> Reports.NOW))
        .hasMessage("shards by NAMESPACE, expected by uid");
  }

  private Ledger.Balance balance() {
    return Optional.ofNullable(ledger.balances().get("trivy")).orElseThrow();
  }
}
