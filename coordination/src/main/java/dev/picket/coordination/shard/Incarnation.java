package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.Election;
import dev.picket.coordination.lease.HeldLease;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.LeaseStore.Write;
import dev.picket.coordination.lease.Moment;
import dev.picket.coordination.lease.Validity;
import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a member: from the creation of its Lease until that is lost or released. The next
 * life has another id and owns nothing. For tasks of the loop only.
 */
final class Incarnation implements HeldLease.Listener, Possession.Outlet {

  private static final Logger log = LoggerFactory.getLogger(Incarnation.class);

  private final ShardSettings settings;
  private final String id;
  private final LeaseStore leases;
  private final LeaseRules leaseRules;
  private final Loop loop;
  private final Clocks clocks;
  private final Roster roster;
  private final MapFollower follower;
  private final Consumer<String> lost;
  private final Consumer<String> stuck;
  private final Possession possession;
  private final Election election;
  private final Coordinator coordinator;

  private @Nullable HeldLease lease;
  private Loop.@Nullable Timer watchdog;
  private Loop.@Nullable Timer expiry;
  private @Nullable Runnable whenGone;
  private @Nullable Acknowledgement acknowledged;
  private boolean over;

  /**
   * A life that begins with {@link #begin()}.
   *
   * @param id unique over all lives of all members
   * @param lost told why, when it is over though it was not asked to leave
   * @param stuck told what to do, when the process must end
   */
  Incarnation(
      Terms terms,
      String id,
      Gate gate,
      Announcer announcer,
      Roster roster,
      MapFollower follower,
      Consumer<String> lost,
      Consumer<String> stuck) {
    this.settings = terms.settings();
    this.id = id;
    this.leases = terms.stores().leases();
    this.leaseRules = terms.leaseRules();
    this.loop = terms.loop();
    this.clocks = terms.clocks();
    this.roster = roster;
    this.follower = follower;
    this.lost = lost;
    this.stuck = stuck;
    this.possession = new Possession(terms, id, gate, announcer, this);
    this.election = election(terms);
    this.coordinator = new Coordinator(terms, id, election, roster, follower);
  }

  private Election election(Terms terms) {
    return new Election(
        terms.stores().leases(),
        terms.settings().group(),
        terms.settings().electionLease(),
        id,
        terms.settings().timing(),
        terms.leaseRules(),
        terms.loop(),
        terms.clocks(),
        terms.random(),
        this::elected);
  }

  String id() {
    return id;
  }

  Election election() {
    return election;
  }

  Possession possession() {
    return possession;
  }

  /** Creates the Lease, and goes on until that succeeds. */
  void begin() {
    if (over) {
      return;
    }
    Moment sent = clocks.now();
    Lease wanted =
        new Lease(
            settings.group(),
            settings.memberLease(id),
            id,
            settings.timing().duration(),
            sent.wall(),
            sent.wall(),
            0,
            MemberNotes.addressNote(settings.address()),
            0);
    loop.call(() -> leases.create(wanted), result -> created(result, sent));
  }

  private void created(Result<Write> result, Moment sent) {
    if (over) {
      return;
    }
    switch (result) {
      case Result.Answer<Write>(Write.Done(Lease written)) -> live(written, sent);
      // The creation whose reply was lost had its effect.
      case Result.Answer<Write>(Write.Conflict()) ->
          loop.call(() -> leases.read(settings.memberLease(id)), this::adopted);
      case Result.Failure<Write> _ ->
          loop.schedule(settings.timing().pauseAfterFailure(), this::begin);
    }
  }

  private void adopted(Result<Optional<Lease>> result) {
    if (over) {
      return;
    }
    if (result instanceof Result.Answer<Optional<Lease>>(Optional<Lease> found)
        && found.isPresent()
        && found.get().holder().equals(id)) {
      HeldLease adopted = keep(found.get());
      adopted.renew();
    } else if (result instanceof Result.Failure<Optional<Lease>>) {
      loop.schedule(settings.timing().pauseAfterFailure(), this::begin);
    } else {
      lost("its Lease is not its own");
    }
  }

  private void live(Lease written, Moment sent) {
    HeldLease kept = keep(written);
    renewed(written, leaseRules.validity(sent, clocks.now(), settings.timing()));
    kept.keep();
  }

  private HeldLease keep(Lease written) {
    HeldLease kept =
        new HeldLease(leases, settings.timing(), leaseRules, loop, clocks, written, this);
    lease = kept;
    election.start();
    mapChanged();
    return kept;
  }

  @Override
  public void renewed(Lease written, Validity validity) {
    roster.see(written);
    if (expiry != null) {
      expiry.cancel();
    }
    expiry =
        loop.schedule(
            validity.left(clocks.now()).plus(settings.timing().pauseAfterFailure()),
            possession::checkValidity);
    possession.renewed(validity);
    leaveIfEmpty();
  }

  @Override
  public void lost(String reason) {
    if (over) {
      return;
    }
    log.atWarn().addKeyValue("member", id).addKeyValue("reason", reason).log("lost its Lease");
    over = true;
    possession.end();
    // Somebody else may coordinate, without waiting for this one's term to run out.
    election.close(() -> {});
    Runnable then = whenGone;
    if (then == null) {
      lost.accept(reason);
    } else {
      // It has nothing left to hand over.
      then.run();
    }
  }

  private void elected(Election.State state) {
    if (state instanceof Election.State.Leading) {
      log.atInfo().addKeyValue("member", id).log("coordinates the group");
      // What is believed of the map may be old.
      follower.refresh();
      roster.refresh();
      review();
    }
  }

  /** The newest map is another than before. */
  void mapChanged() {
    if (!over && lease != null && follower.newest() instanceof Stored.Found found) {
      if (found.map().partitions() == settings.partitions()) {
        possession.follow(found.map(), found.revision());
      }
      leaveIfEmpty();
    }
    disbelieveWhatWasPutBack();
    review();
  }

  /** A coordinator that is new here cannot know. */
  private void disbelieveWhatWasPutBack() {
    HeldLease kept = lease;
    Stored.Found copy = follower.putBack();
    if (!over && kept != null && copy != null) {
      kept.annotate(MemberNotes.disbelievedNote(copy.map().lineage()));
    }
  }

  /** Something about the members may be another than before. */
  void review() {
    if (over || lease == null) {
      return;
    }
    coordinator.review();
    if (election.isLeading()) {
      if (watchdog != null) {
        watchdog.cancel();
      }
      // Nobody tells when a member falls silent.
      watchdog = loop.schedule(roster.untilNextExpiry(), this::review);
    }
  }

  @Override
  public void acknowledge(Acknowledgement acknowledgement) {
    HeldLease kept = lease;
    Acknowledgement before = acknowledged;
    boolean news =
        before == null
            || !before.lineage().equals(acknowledgement.lineage())
            || !before.busy().equals(acknowledgement.busy());
    acknowledged = acknowledgement;
    Map<String, String> note = MemberNotes.acknowledgedNote(acknowledgement);
    if (kept != null && (news || possession.isAwaited())) {
      kept.annotate(note);
    } else if (kept != null) {
      // Nobody waits for it; but it tells newcomers which maps there have been.
      kept.annotateLater(note);
    }
    leaveIfEmpty();
  }

  @Override
  public void refused(MemberNotes.Refusal refusal) {
    HeldLease kept = lease;
    if (kept != null) {
      log.atWarn()
          .addKeyValue("member", id)
          .addKeyValue("floor", refusal.floor())
          .addKeyValue("partitions", refusal.partitions())
          .log("a sink knows newer epochs than the shard map");
      kept.annotate(MemberNotes.refusedNote(refusal));
    }
  }

  @Override
  public void stuck(int partition) {
    stuck.accept(
        "partition %d could not be handed over within %s: work on it is still in flight"
            .formatted(partition, settings.drainLimit()));
  }

  /**
   * Asks to be relieved of everything, and releases the Lease once nothing is left.
   *
   * @param then runs when that is done; if the group cannot be reached, never
   */
  void leave(Runnable then) {
    whenGone = then;
    HeldLease kept = lease;
    if (kept == null || over) {
      abandon();
      then.run();
      return;
    }
    kept.annotate(MemberNotes.leavingNote());
    leaveIfEmpty();
  }

  private void leaveIfEmpty() {
    Runnable then = whenGone;
    HeldLease kept = lease;
    if (then == null || kept == null || over || !possession.isEmpty()) {
      return;
    }
    over = true;
    possession.end();
    kept.release(MemberNotes.releasedNote(), () -> election.close(then));
  }

  /** Ends at once, without letting anything go, as a crash would. */
  void abandon() {
    over = true;
    possession.end();
    election.abandon();
    if (lease != null) {
      lease.abandon();
    }
  }
}
