package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Clocks;
import dev.picket.coordination.lease.LeaseRules;
import dev.picket.coordination.loop.Loop;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A member on loops of a simulation, by rules that may be broken, and able to crash. */
public final class SimulatedMember {

  private final ShardMember member;

  public SimulatedMember(
      ShardSettings settings,
      ShardStores stores,
      Clocks clocks,
      RandomGenerator random,
      Consumer<String> halt,
      LeaseRules leaseRules,
      Weakening weakening,
      Loop loop,
      Loop events) {
    this.member =
        new ShardMember(
            new Terms(settings, stores, leaseRules, rules(weakening), loop, clocks, random),
            halt,
            events,
            List.of());
  }

  /** One of the rules of ownership, left out. */
  public enum Weakening {
    NONE,
    SKIP_THE_DRAIN,
    GRANT_WITHOUT_ACKNOWLEDGEMENT,
    FORGET_THE_EPOCH,
    OPEN_WITHOUT_CLAIM,
    DECLARE_DEAD_WITHOUT_SEIZING,
    ACKNOWLEDGE_WITH_WORK_IN_FLIGHT,
    GRANT_BY_A_NEW_MAP_AT_ONCE,
    BELIEVE_AN_OLD_LIST,
    BELIEVE_A_COPY,
  }

  /** The member, as workers see it. */
  public ShardMember shards() {
    return member;
  }

  /** Ends it without a word. */
  public void crash() {
    member.crash();
  }

  /** Has it leave in order. */
  public void leave(Runnable then) {
    member.leave(then);
  }

  private static ShardRules rules(Weakening weakening) {
    return new ShardRules() {
      @Override
      boolean mustDrain() {
        return weakening != Weakening.SKIP_THE_DRAIN;
      }

      @Override
      boolean mayGrant(boolean acknowledged, boolean ownerDead) {
        return weakening == Weakening.GRANT_WITHOUT_ACKNOWLEDGEMENT
            || super.mayGrant(acknowledged, ownerDead);
      }

      @Override
      long nextEpoch(long epoch) {
        return weakening == Weakening.FORGET_THE_EPOCH && epoch > 0
            ? epoch
            : super.nextEpoch(epoch);
      }

      @Override
      boolean mustClaim() {
        return weakening != Weakening.OPEN_WITHOUT_CLAIM;
      }

      @Override
      boolean mustSeize() {
        return weakening != Weakening.DECLARE_DEAD_WITHOUT_SEIZING;
      }

      @Override
      boolean isPutBack(long said, long known) {
        return weakening != Weakening.BELIEVE_A_COPY && super.isPutBack(said, known);
      }

      @Override
      boolean mustConfirmAbsence() {
        return weakening != Weakening.BELIEVE_AN_OLD_LIST;
      }

      @Override
      boolean mustFinish() {
        return weakening != Weakening.ACKNOWLEDGE_WITH_WORK_IN_FLIGHT;
      }

      @Override
      boolean mustSettleLineage() {
        return weakening != Weakening.GRANT_BY_A_NEW_MAP_AT_ONCE;
      }
    };
  }
}
