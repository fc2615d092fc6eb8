package dev.picket.server;

import dev.picket.coordination.shard.GroupView.Status;
import dev.picket.coordination.shard.Move;
import java.time.Duration;
import java.time.Instant;

/** A group of four in the middle of a drain, for pictures. */
final class SampleGroup {

  private static final String FIRST = "picket-7c9f6d8b5-4kxq2.a1f3";
  private static final String SECOND = "picket-7c9f6d8b5-9zt7w.c07e";
  private static final String THIRD = "picket-7c9f6d8b5-m2vbd.5d92";
  private static final String FOURTH = "picket-7c9f6d8b5-x2lqp.e84b";

  private SampleGroup() {}

  static FakeShardGroup made() {
    FakeShardGroup group = new FakeShardGroup(1024, FIRST, SECOND, THIRD);
    group.join(FOURTH);
    balance(group, 256, 341, FOURTH, Duration.ofMinutes(64));
    balance(group, 597, 682, FOURTH, Duration.ofMinutes(64));
    balance(group, 939, 1023, FOURTH, Duration.ofMinutes(63));
    group.become(THIRD, Status.DRAINED);
    group.give(683, 768, FIRST, Move.Reason.DRAINED, ago(Duration.ofSeconds(50)));
    group.give(769, 810, FOURTH, Move.Reason.DRAINED, ago(Duration.ofSeconds(48)));
    group.hand(811, 860, SECOND);
    group.hand(861, 900, FIRST);
    group.orphan(590, 592);
    return group;
  }

  private static void balance(
      FakeShardGroup group, int from, int to, String owner, Duration before) {
    group.give(from, to, owner, Move.Reason.BALANCED, ago(before));
  }

  private static Instant ago(Duration before) {
    return SampleEstate.NOW.minus(before);
  }
}
