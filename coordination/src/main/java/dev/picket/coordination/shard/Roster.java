package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseObserver;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.Moment;
import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The group's members as their Leases tell, each watched on this observer's own clock. Every member
 * keeps one, so that whoever becomes coordinator knows already how long each has been silent. For
 * tasks of the loop only.
 */
final class Roster {

  private final ShardSettings settings;
  private final LeaseStore store;
  private final ShardRules rules;
  private final Loop loop;
  private final Clocks clocks;
  private final Runnable changed;
  private final LeaseObserver observer;
  private final Map<String, Lease> leases = new TreeMap<>();
  private final Map<String, Absence> absences = new HashMap<>();
  private @Nullable Listing last;
  private @Nullable Moment reachableSince;
  private boolean listing;
  private boolean listAgain;
  private String problem = "";

  /**
   * @param changed told after something about the members may have changed
   */
  Roster(Terms terms, Runnable changed) {
    this.settings = terms.settings();
    this.store = terms.stores().leases();
    this.rules = terms.rules();
    this.loop = terms.loop();
    this.clocks = terms.clocks();
    this.changed = changed;
    this.observer = new LeaseObserver(settings.timing(), terms.leaseRules());
  }

  /** Whether a member lives, as far as this observer may say. */
  enum Life {
    /** Its Lease was renewed in time. */
    ALIVE,
    /** Its Lease was not renewed in time, or edited, or is gone; it may still believe in it. */
    SILENT,
    /** It can never renew its Lease again, and does not believe in it any more. */
    DEAD,
  }

  /** A member as its Lease tells. */
  record Member(String id, Lease lease, Life life, MemberNotes notes) {}

  /** A list that was answered. */
  private record Listing(Moment sent, Moment answered) {}

  /**
   * A Lease that is not there.
   *
   * @param missed when it was asked for
   * @param confirmed answer of the first list since then that did not have it either: it was
   *     deleted before, and for good
   */
  private record Absence(Moment missed, @Nullable Moment confirmed) {}

  /** Reads all Leases, once more if they are being read already. */
  void refresh() {
    if (listing) {
      listAgain = true;
      return;
    }
    listing = true;
    listAgain = false;
    Moment sent = clocks.now();
    Map<String, Lease> known = Map.copyOf(leases);
    loop.call(() -> store.list(settings.group()), result -> listed(result, sent, known));
  }

  /** Notes what a watch, or an own write, told of one Lease. */
  void see(Lease lease) {
    if (isMember(lease) && observer.see(lease, clocks.now())) {
      leases.put(lease.name(), lease);
      absences.remove(lease.name());
      changed.run();
    }
  }

  /** Whether the Leases have been read at all. */
  boolean isKnown() {
    return last != null;
  }

  /**
   * When it was known who had a Lease at some time after this moment: the answer of the last list,
   * if that was sent since; null if it was not.
   */
  @Nullable Moment knownSince(Moment asked) {
    Listing newest = last;
    return newest == null || newest.sent().nanos() - asked.nanos() < 0 ? null : newest.answered();
  }

  /** Why they could not be read last time; empty when they could. */
  String problem() {
    return problem;
  }

  /** All members that have a Lease. */
  Collection<Member> members() {
    Moment now = clocks.now();
    return leases.values().stream().map(lease -> member(lease, now)).toList();
  }

  /** Whether a member lives that the map names, whether it has a Lease or not. */
  Life life(String id) {
    String name = settings.memberLease(id);
    Lease lease = leases.get(name);
    Moment now = clocks.now();
    if (lease != null) {
      return life(id, lease, now);
    }
    // Nobody can take a Lease that is not there; but its holder cannot renew it either. What is
    // known may be older than the Lease, so a list must say so that was sent after it was missed.
    Absence absence = absences.computeIfAbsent(name, _ -> new Absence(now, null));
    Moment since = rules.mustConfirmAbsence() ? absence.confirmed() : absence.missed();
    boolean longEnough =
        since != null && now.nanos() - since.nanos() >= settings.timing().duration().toNanos();
    return longEnough ? Life.DEAD : Life.SILENT;
  }

  /**
   * Whether a silent member's Lease may be taken: it does not believe in it any more, and could
   * have renewed it. After an outage of the store everybody has been silent, and is given a retry
   * period to be heard again.
   */
  boolean mayBeSeized(Member member) {
    Moment now = clocks.now();
    Moment since = reachableSince;
    Listing newest = last;
    return since != null
        && newest != null
        && !isOutage(newest.answered(), now)
        && now.nanos() - since.nanos() >= settings.timing().retryPeriod().toNanos()
        && observer.untilExpiry(member.lease(), now).isZero();
  }

  /** How long ago a member was seen to renew its Lease. */
  Duration silentFor(Member member) {
    return observer.silentFor(member.lease(), clocks.now());
  }

  /** How long until the next live member would count as silent; the lease duration if none. */
  Duration untilNextExpiry() {
    Moment now = clocks.now();
    Duration least = settings.timing().duration();
    for (Lease lease : leases.values()) {
      Duration left = observer.untilExpiry(lease, now);
      least = left.isPositive() && left.compareTo(least) < 0 ? left : least;
    }
    return least;
  }

  private void listed(Result<List<Lease>> result, Moment sent, Map<String, Lease> knownWhenAsked) {
    listing = false;
    if (listAgain) {
      refresh();
    }
    switch (result) {
      case Result.Answer<List<Lease>>(List<Lease> all) -> {
        forgetTheFuture(all, knownWhenAsked);
        replace(all, sent);
      }
      case Result.Failure<List<Lease>>(Exception cause) ->
          problem = String.valueOf(cause.getMessage());
    }
  }

  /**
   * What is listed is never older than what was known before it was asked for: if it seems to be,
   * the store has lost its memory, and counts its revisions anew.
   */
  private void forgetTheFuture(List<Lease> all, Map<String, Lease> knownWhenAsked) {
    for (Lease lease : all) {
      Lease known = knownWhenAsked.get(lease.name());
      if (known != null && lease.revision() < known.revision()) {
        observer.forget(lease.name());
      }
    }
  }

  private void replace(List<Lease> all, Moment sent) {
    problem = "";
    Moment now = clocks.now();
    Set<String> present = new HashSet<>();
    for (Lease lease : all) {
      if (isMember(lease)) {
        present.add(lease.name());
        if (observer.see(lease, now)) {
          leases.put(lease.name(), lease);
        }
      }
    }
    leases.keySet().retainAll(present);
    observer.retain(present);
    if (last == null || isOutage(last.answered(), now)) {
      reachableSince = now;
    }
    last = new Listing(sent, now);
    absences.keySet().removeAll(present);
    absences.replaceAll((_, absence) ->
        absence.confirmed() == null && sent.nanos() - absence.missed().nanos() >= 0
            ? new Absence(absence.missed(), now)
            : absence);
    changed.run();
  }

  /** Whether, after a list was answered, the next one is overdue. */
  private boolean isOutage(Moment answered, Moment now) {
    long period = settings.timing().retryPeriod().toNanos();
    return now.nanos() - answered.nanos() > period + period / 2;
  }

  private boolean isMember(Lease lease) {
    return lease.group().equals(settings.group())
        && !lease.name().equals(settings.electionLease())
        && lease.name().startsWith(settings.group() + "-");
  }

  private Member member(Lease lease, Moment now) {
    String id = lease.name().substring(settings.group().length() + 1);
    return new Member(
        id, lease, life(id, lease, now), MemberNotes.read(lease, settings.partitions()));
  }

  private Life life(String id, Lease lease, Moment now) {
    if (rules.isLetGo(lease)) {
      return Life.DEAD;
    }
    boolean expired = observer.untilExpiry(lease, now).isZero();
    if (!expired && lease.holder().equals(id)) {
      return Life.ALIVE;
    }
    return rules.mustSeize() || !expired ? Life.SILENT : Life.DEAD;
  }
}
