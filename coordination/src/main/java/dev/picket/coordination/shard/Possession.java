package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Validity;
import dev.picket.coordination.loop.Loop;
import dev.picket.coordination.loop.Loop.Result;
import dev.picket.coordination.shard.FenceStore.Claim;
import dev.picket.coordination.shard.ShardEvent.Cause;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one member incarnation has: it follows the shard map, partition by partition, from warming
 * up over the claim to the open gate, and back. For tasks of the loop only.
 *
 * <p>{@link #settle()} compares what is with what the newest map says, and takes the next step
 * wherever they differ. It may be called at any time and as often as one likes.
 */
final class Possession {

  /** Where a partition stands. */
  private enum Phase {
    /** Not here. */
    NONE,
    /** The listeners warm up for it. */
    PREPARING,
    /** They are ready. */
    WARM,
    /** Its epoch is being claimed in the sinks. */
    CLAIMING,
    /** Its gate is open. */
    OPEN,
    /** Its gate is shut, and permits are still out. */
    DRAINING,
  }

  private final ShardSettings settings;
  private final String self;
  private final FenceStore fences;
  private final ShardRules rules;
  private final Loop loop;
  private final Gate gate;
  private final Announcer announcer;
  private final Outlet outlet;

  private final Phase[] phases;
  private final long[] epochs;
  private final long[] letGo;
  private final long[] refusedEpochs;
  private final long[] floors;
  private final int[] rounds;
  private final @Nullable Tenure[] tenures;
  private @Nullable ShardMap map;
  private long revision;
  private int round;
  private boolean claiming;
  private boolean over;

  /** What a possession asks of its incarnation. */
  interface Outlet {

    /** To be said to the coordinator. */
    void acknowledge(Acknowledgement acknowledgement);

    /** To be said to the coordinator. */
    void refused(MemberNotes.Refusal refusal);

    /** Work in flight holds up a handoff for too long: only the end of the process frees it. */
    void stuck(int partition);
  }

  Possession(Terms terms, String self, Gate gate, Announcer announcer, Outlet outlet) {
    this.settings = terms.settings();
    this.self = self;
    this.fences = terms.stores().fences();
    this.rules = terms.rules();
    this.loop = terms.loop();
    this.gate = gate;
    this.announcer = announcer;
    this.outlet = outlet;
    int partitions = settings.partitions();
    this.phases = new Phase[partitions];
    Arrays.fill(phases, Phase.NONE);
    this.epochs = new long[partitions];
    this.letGo = new long[partitions];
    this.refusedEpochs = new long[partitions];
    this.floors = new long[partitions];
    this.rounds = new int[partitions];
    this.tenures = new Tenure[partitions];
  }

  /** Takes a newer map in. */
  void follow(ShardMap newer, long itsRevision) {
    if (map == null || !map.lineage().equals(newer.lineage())) {
      Arrays.fill(letGo, 0);
      drain(this::isInUse);
    }
    map = newer;
    revision = itsRevision;
    settle();
  }

  /** Takes a renewal of the lease in. */
  void renewed(Validity validity) {
    if (!gate.renew(validity)) {
      shutBecauseOfTheLease();
    }
    settle();
  }

  /** The validity may have run out; if so, says so. */
  void checkValidity() {
    if (!gate.isValid()) {
      shutBecauseOfTheLease();
    }
  }

  /** The incarnation is over: nothing of this is its own any more. */
  void end() {
    over = true;
    gate.invalidate();
    announcer.lost(where(p -> phases[p] != Phase.NONE), Cause.LEASE_LOST);
    for (int i = 0; i < phases.length; i++) {
      shut(i);
      gate.set(i, null);
      phases[i] = Phase.NONE;
    }
  }

  /** Whether nothing is here, and the map gives this incarnation nothing. */
  boolean isEmpty() {
    ShardMap known = map;
    return where(p -> phases[p] != Phase.NONE).isEmpty()
        && (known == null || known.entries().stream().noneMatch(this::namesUs));
  }

  /** What the listeners were told to warm up for, and is not open yet. */
  PartitionSet coming() {
    return where(this::isComing);
  }

  private boolean isComing(int partition) {
    return switch (phases[partition]) {
      case PREPARING, WARM, CLAIMING -> true;
      case NONE, OPEN, DRAINING -> false;
    };
  }

  private boolean namesUs(Ownership entry) {
    return switch (entry) {
      case Ownership.Owned owned -> owned.owner().equals(self);
      case Ownership.Draining draining ->
          draining.owner().equals(self) || draining.next().equals(self);
      case Ownership.Orphaned _ -> false;
    };
  }

  /** Takes the next step everywhere. */
  void settle() {
    ShardMap known = map;
    if (known == null || over) {
      return;
    }
    drain(p -> isInUse(p) && isDrainingFromUs(known, p));
    finishDrains();
    revoke(known);
    prepare(where(p -> phases[p] == Phase.NONE && comesToUs(known, p)));
    claim(known);
    tellRefusals(known);
    acknowledge(known);
  }

  /**
   * Says which epochs cannot be had: those that a sink refused, and those that were let go and
   * never come back, as a map may say that was put back from a copy.
   */
  private void tellRefusals(ShardMap known) {
    PartitionSet refused =
        where(p -> isOwnedInAnEpochLetGo(known, p) || isOwnedInAnEpochRefused(known, p));
    if (!refused.isEmpty()) {
      long floor =
          refused.stream().mapToLong(p -> Math.max(letGo[p], floors[p])).max().orElseThrow();
      outlet.refused(new MemberNotes.Refusal(floor, refused));
    }
  }

  private boolean isOwnedInAnEpochRefused(ShardMap known, int partition) {
    long epoch = ownedEpoch(known, partition);
    return epoch > 0 && epoch == refusedEpochs[partition];
  }

  private boolean isOwnedInAnEpochLetGo(ShardMap known, int partition) {
    return known.entries().get(partition) instanceof Ownership.Owned owned
        && owned.owner().equals(self)
        && owned.epoch() <= letGo[partition];
  }

  /** Whether its gate is open, or permits are out from when it was. */
  private boolean isInUse(int partition) {
    Tenure tenure = tenures[partition];
    return phases[partition] != Phase.DRAINING
        && (phases[partition] == Phase.OPEN || (tenure != null && !tenure.isIdle()));
  }

  private boolean isDrainingFromUs(ShardMap known, int partition) {
    return known.entries().get(partition) instanceof Ownership.Draining draining
        && draining.owner().equals(self);
  }

  /** Whether the map says that it is ours, or the next to be. */
  private boolean comesToUs(ShardMap known, int partition) {
    return switch (known.entries().get(partition)) {
      case Ownership.Owned owned -> owned.owner().equals(self) && owned.epoch() > letGo[partition];
      case Ownership.Draining draining ->
          draining.next().equals(self) && !draining.owner().equals(self);
      case Ownership.Orphaned _ -> false;
    };
  }

  /** The epoch in which the map says that it is ours; 0 if it does not. */
  private long ownedEpoch(ShardMap known, int partition) {
    return known.entries().get(partition) instanceof Ownership.Owned owned
            && owned.owner().equals(self)
            && owned.epoch() > letGo[partition]
        ? owned.epoch()
        : 0;
  }

  private void drain(IntPredicate which) {
    PartitionSet going = where(which);
    going.forEach(partition -> {
      shut(partition);
      phases[partition] = Phase.DRAINING;
      long epoch = epochs[partition];
      loop.schedule(settings.drainLimit(), () -> checkDrain(partition, epoch));
    });
    announcer.draining(going);
  }

  private void checkDrain(int partition, long epoch) {
    if (!over && phases[partition] == Phase.DRAINING && epochs[partition] == epoch) {
      outlet.stuck(partition);
    }
  }

  private void finishDrains() {
    PartitionSet done = where(p -> phases[p] == Phase.DRAINING && isFinished(p));
    done.forEach(partition -> phases[partition] = Phase.NONE);
    announcer.lost(done, Cause.HANDED_OVER);
  }

  private boolean isFinished(int partition) {
    Tenure tenure = tenures[partition];
    return tenure == null || tenure.isIdle() || !rules.mustFinish();
  }

  /** Whatever the map has given to others, or in another epoch. */
  private void revoke(ShardMap known) {
    PartitionSet taken = where(p -> phases[p] == Phase.OPEN && ownedEpoch(known, p) != epochs[p]);
    taken.forEach(partition -> {
      shut(partition);
      phases[partition] = Phase.NONE;
    });
    announcer.lost(taken, Cause.MAP_REPLACED);
    PartitionSet notComing = where(p -> isComing(p) && !comesToUs(known, p));
    notComing.forEach(partition -> phases[partition] = Phase.NONE);
    announcer.lost(notComing, Cause.NOT_COMING);
  }

  private void prepare(PartitionSet coming) {
    int thisRound = ++round;
    coming.forEach(partition -> {
      phases[partition] = Phase.PREPARING;
      rounds[partition] = thisRound;
    });
    announcer.prepare(coming, () -> warm(coming, thisRound));
  }

  private void warm(PartitionSet prepared, int inRound) {
    prepared.forEach(partition -> {
      if (phases[partition] == Phase.PREPARING && rounds[partition] == inRound) {
        phases[partition] = Phase.WARM;
      }
    });
    settle();
  }

  private void claim(ShardMap known) {
    if (claiming || !gate.isValid()) {
      return;
    }
    List<FencingToken> tokens =
        IntStream.range(0, phases.length)
            .filter(p -> phases[p] == Phase.WARM && isClaimable(known, p))
            .mapToObj(p -> token(p, ownedEpoch(known, p)))
            .toList();
    if (tokens.isEmpty()) {
      return;
    }
    tokens.forEach(token -> {
      phases[token.partition()] = Phase.CLAIMING;
      epochs[token.partition()] = token.epoch();
    });
    if (!rules.mustClaim()) {
      open(tokens);
      return;
    }
    claiming = true;
    loop.call(() -> fences.claim(self, tokens), result -> claimed(tokens, result));
  }

  private boolean isClaimable(ShardMap known, int partition) {
    long epoch = ownedEpoch(known, partition);
    return epoch > 0 && epoch != refusedEpochs[partition];
  }

  private FencingToken token(int partition, long epoch) {
    return new FencingToken(settings.group(), settings.pool().wireName(), partition, epoch);
  }

  private void claimed(List<FencingToken> tokens, Result<List<Claim>> result) {
    claiming = false;
    if (over) {
      return;
    }
    switch (result) {
      case Result.Answer<List<Claim>>(List<Claim> claims) -> {
        BitSet granted = new BitSet();
        IntStream.range(0, tokens.size())
            .filter(i -> claims.get(i) instanceof Claim.Granted)
            .forEach(granted::set);
        open(granted.stream().mapToObj(tokens::get).toList());
        refuse(tokens, claims);
        settle();
      }
      case Result.Failure<List<Claim>> _ -> {
        tokens.forEach(this::backToWarm);
        loop.schedule(settings.timing().pauseAfterFailure(), this::settle);
      }
    }
  }

  /** Opens what is still wanted; while the claim was under way, much may have changed. */
  private void open(List<FencingToken> tokens) {
    ShardMap known = map;
    boolean valid = gate.isValid();
    BitSet opened = new BitSet();
    for (FencingToken token : tokens) {
      int partition = token.partition();
      boolean wanted =
          phases[partition] == Phase.CLAIMING
              && epochs[partition] == token.epoch()
              && known != null
              && ownedEpoch(known, partition) == token.epoch();
      if (wanted && valid) {
        open(token);
        opened.set(partition);
      } else {
        backToWarm(token);
      }
    }
    announcer.acquired(PartitionSet.of(phases.length, opened));
  }

  private void open(FencingToken token) {
    int partition = token.partition();
    Tenure tenure = tenures[partition];
    if (tenure == null || !tenure.token().equals(token)) {
      tenure = new Tenure(token, () -> loop.execute(this::settle));
      tenures[partition] = tenure;
    }
    tenure.open();
    phases[partition] = Phase.OPEN;
    gate.set(partition, tenure);
  }

  private void backToWarm(FencingToken token) {
    int partition = token.partition();
    if (phases[partition] == Phase.CLAIMING && epochs[partition] == token.epoch()) {
      phases[partition] = Phase.WARM;
    }
  }

  private void refuse(List<FencingToken> tokens, List<Claim> claims) {
    for (int i = 0; i < tokens.size(); i++) {
      if (claims.get(i) instanceof Claim.Refused(long floor)) {
        FencingToken token = tokens.get(i);
        refusedEpochs[token.partition()] = token.epoch();
        floors[token.partition()] = floor;
        backToWarm(token);
      }
    }
  }

  private void acknowledge(ShardMap known) {
    PartitionSet busy = where(p -> phases[p] == Phase.DRAINING);
    for (int i = 0; i < phases.length; i++) {
      if (phases[i] != Phase.DRAINING && isDrainingFromUs(known, i)) {
        letGo[i] = Math.max(letGo[i], known.entries().get(i).epoch());
      }
    }
    outlet.acknowledge(new Acknowledgement(known.lineage(), revision, busy));
  }

  /** Whether the coordinator waits for what this incarnation has to say of the map. */
  boolean isAwaited() {
    ShardMap known = map;
    return known != null
        && IntStream.range(0, phases.length).anyMatch(p -> isDrainingFromUs(known, p));
  }

  private void shutBecauseOfTheLease() {
    PartitionSet open = where(p -> phases[p] == Phase.OPEN);
    open.forEach(partition -> {
      shut(partition);
      phases[partition] = Phase.NONE;
    });
    announcer.lost(open, Cause.LEASE_LOST);
  }

  private void shut(int partition) {
    Tenure tenure = tenures[partition];
    if (tenure != null) {
      tenure.shut();
    }
  }

  private PartitionSet where(IntPredicate which) {
    return PartitionSet.of(phases.length, IntStream.range(0, phases.length).filter(which));
  }
}
