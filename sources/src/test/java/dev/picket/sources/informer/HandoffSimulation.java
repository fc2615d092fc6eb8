package dev.picket.sources.informer;

import dev.picket.coordination.lease.UnreachableException;
import dev.picket.kube.KubeObject;
import dev.picket.observation.Fingerprint;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A cluster of objects and two members that look after them, with luck of one seed. */
final class HandoffSimulation {

  private static final int NOBODY = -1;
  private static final int NAMES = 12;
  private static final List<String> VULNERABILITIES = List.of("CVE-1", "CVE-2", "CVE-3", "CVE-4");
  private static final List<String> SEVERITIES = List.of("LOW", "HIGH", "CRITICAL");

  private final SplittableRandom random;
  private final InMemoryObservationStore store = new InMemoryObservationStore(() -> Reports.NOW);
  private final FlakyHoldingStore flaky = new FlakyHoldingStore(store);
  private final TruthOfCounts truth = new TruthOfCounts();
  private final List<Member> members = new ArrayList<>();
  private final Map<String, KubeObject> cluster = new TreeMap<>();
  private final Map<String, Map<String, String>> findings = new HashMap<>();
  private final int[] owners = new int[FakeShards.PARTITIONS];
  private final long[] epochs = new long[FakeShards.PARTITIONS];
  private long revision = 100;
  private int uids;
  private int lookupFailures;
  private int takeovers;

  private record Member(FakeShards shards, InformerSource source, Ledger ledger) {}

  HandoffSimulation(long seed) {
    random = new SplittableRandom(seed);
    members.add(member());
    members.add(member());
    for (int partition = 0; partition < FakeShards.PARTITIONS; partition++) {
      owners[partition] = NOBODY;
      acquire(partition, random.nextInt(2));
    }
  }

  private Member member() {
    FakeShards shards = new FakeShards();
    Ledger ledger = new Ledger();
    InformerSource source =
        new InformerSource(
            InformerIngester.ofDefaults("trivy", ObjectFormat.TRIVY),
            PayloadLimits.DEFAULT,
            shards,
            flaky,
            this::lookup,
            ledger,
            _ -> shards.permits() == 0,
            () -> Reports.NOW);
    return new Member(shards, source, ledger);
  }

  private Optional<KubeObject> lookup(String namespace, String name) {
    if (lookupFailures > 0) {
      lookupFailures--;
      throw new UnreachableException("no answer", new IllegalStateException("down"));
    }
    return Optional.ofNullable(cluster.get(name));
  }

  void step() {
    if (random.nextInt(10) == 0) {
      flaky.fail(
          new StoreUnavailableException("away", Duration.ofSeconds(1)), random.nextInt(1, 4));
    }
    lookupFailures = random.nextInt(10) == 0 ? random.nextInt(1, 4) : 0;
    String name = "web-" + random.nextInt(NAMES);
    int partition = random.nextInt(FakeShards.PARTITIONS);
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> write(name);
      case 4 -> rewrite(name);
      case 5 -> delete(name);
      case 6 -> tellAgain(name);
      case 7 -> handOver(partition);
      case 8 -> takeOver(partition);
      case 9 -> orphan(partition);
      case 10 -> adopt(partition);
      default -> relist(partition);
    }
  }

  /** Everybody learns what is theirs, and every partition has an owner who lists it. */
  void settle() {
    for (int partition = 0; partition < FakeShards.PARTITIONS; partition++) {
      adopt(partition);
      relist(partition);
    }
  }

  private void write(String name) {
    KubeObject before = cluster.get(name);
    boolean anew = before == null || random.nextInt(8) == 0;
    if (before != null && anew) {
      delete(name);
    }
    String uid = before == null || anew ? "uid-" + uids++ : before.uid();
    Map<String, String> says = new TreeMap<>();
    for (String vulnerability : VULNERABILITIES) {
      if (random.nextBoolean()) {
        says.put(vulnerability, SEVERITIES.get(random.nextInt(SEVERITIES.size())));
      }
    }
    put(Reports.report(uid, name, ++revision, says), says);
  }

  private void rewrite(String name) {
    KubeObject before = cluster.get(name);
    if (before != null) {
      Map<String, String> says = saidBy(before);
      put(Reports.report(before.uid(), name, ++revision, says), says);
    }
  }

  private void put(KubeObject object, Map<String, String> says) {
    cluster.put(object.name(), object);
    findings.put(object.uid(), says);
    tellChanged(object);
  }

  private void delete(String name) {
    KubeObject last = cluster.remove(name);
    if (last == null) {
      return;
    }
    KubeObject deleted =
        new KubeObject(
            last.uid(), last.namespace(), name, ++revision, last.createdAt(), last.json());
    if (ownerOf(last.uid()) != NOBODY) {
      truth.gone(last.uid());
    }
    members.forEach(member -> member.source().deleted(deleted));
  }

  private void tellAgain(String name) {
    KubeObject object = cluster.get(name);
    if (object != null) {
      tellChanged(object);
    }
  }

  /** Every member watches every object, and is told in its own time. */
  private void tellChanged(KubeObject object) {
    if (ownerOf(object.uid()) != NOBODY) {
      truth.told(object, saidBy(object));
    }
    List<Member> order = random.nextBoolean() ? members : members.reversed();
    order.forEach(member -> member.source().changed(object));
  }

  private void handOver(int partition) {
    int from = owners[partition];
    if (from != NOBODY) {
      members.get(from).shards().close(partition);
      acquire(partition, 1 - from);
    }
  }

  /** The former owner does not know yet: its gate stays open, and its writes are refused. */
  private void takeOver(int partition) {
    if (owners[partition] != NOBODY) {
      takeovers++;
      acquire(partition, 1 - owners[partition]);
    }
  }

  private void orphan(int partition) {
    for (Member member : members) {
      member.shards().close(partition);
    }
    owners[partition] = NOBODY;
  }

  private void adopt(int partition) {
    if (owners[partition] == NOBODY) {
      acquire(partition, random.nextInt(2));
    }
  }

  private void acquire(int partition, int member) {
    owners[partition] = member;
    epochs[partition]++;
    store.claim(FakeShards.fence(partition, epochs[partition]));
    members.get(member).shards().open(partition, epochs[partition]);
    relist(partition);
  }

  /** The owner is told everything of the partition, and then that this was everything. */
  private void relist(int partition) {
    if (owners[partition] == NOBODY) {
      return;
    }
    InformerSource source = members.get(owners[partition]).source();
    Set<String> uids = new HashSet<>();
    for (KubeObject object : cluster.values()) {
      if (FakeShards.partition(object.uid()) == partition) {
        uids.add(object.uid());
        truth.told(object, saidBy(object));
        source.changed(object);
      }
    }
    truth.goneBeside(partition, uids);
    source.complete(FakeShards.one(partition), uids);
  }

  private int ownerOf(String uid) {
    return owners[FakeShards.partition(uid)];
  }

  private Map<String, String> saidBy(KubeObject object) {
    return findings.getOrDefault(object.uid(), Map.of());
  }

  Set<Fingerprint> open() {
    return Stored.open(store);
  }

  Map<Fingerprint, Long> counts() {
    return Stored.counts(store);
  }

  Set<Fingerprint> trueOpen() {
    Set<Fingerprint> open = new HashSet<>();
    cluster.values().forEach(object -> open.addAll(TruthOfCounts.fingerprints(object).values()));
    return open;
  }

  Map<Fingerprint, Long> trueCounts() {
    return truth.counts();
  }

  boolean booksAddUp() {
    return members.stream().allMatch(member -> adds(member.ledger()));
  }

  private static boolean adds(Ledger ledger) {
    return ledger.balances().values().stream().allMatch(Ledger.Balance::adds);
  }

  long fenced() {
    return members.stream().mapToLong(member -> member.source().numbers().fenced()).sum();
  }

  int takeovers() {
    return takeovers;
  }
}
