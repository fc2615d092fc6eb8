package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.loop.ManualLoop;
import dev.picket.coordination.shard.ShardMapStore.Commit;
import dev.picket.coordination.shard.ShardMapStore.Stored;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MapFollowerTest {

  private static final Stored ABSENT = new Stored.Absent();
  private final ManualLoop loop = new ManualLoop();
  private final InMemoryShardMapStore store = new InMemoryShardMapStore(new AtomicLong(100));
  private final AtomicInteger changes = new AtomicInteger();
  private final MapFollower follower =
      new MapFollower("group", store, new ShardRules(), loop, changes::incrementAndGet);

  @Test
  void beforeTheFirstAnswerNothingIsKnown() {
    assertThat(follower.newest()).isNull();
  }

  @Test
  void absenceIsNewsOnce() {
    refresh();
    refresh();
    assertThat(follower.newest()).isEqualTo(ABSENT);
    assertThat(changes).hasValue(1);
  }

  @Test
  void whatIsReadIsNewsOnce() {
    Stored first = commit(1, 0);
    refresh();
    refresh();
    follower.see(first);
    assertThat(follower.newest()).isEqualTo(first);
    assertThat(changes).hasValue(1);
  }

  @Test
  void whatIsToldLateOrOutOfOrderIsIgnored() {
    Stored.Found first = commit(1, 0);
    Stored.Found second = commit(2, first.revision());
    Stored.Found third = commit(3, second.revision());
    follower.see(third);
    follower.see(first);
    follower.see(second);
    follower.see(third);
    assertThat(follower.newest()).isEqualTo(third);
    assertThat(changes).hasValue(1);
  }

  @Test
  void aReadThatIsOvertakenByAWatchIsIgnored() {
    Stored.Found first = commit(1, 0);
    loop.hold(true);
    follower.refresh();
    Stored.Found second = new Stored.Found(map(2), first.revision() + 1);
    follower.see(second);
    loop.answer();
    assertThat(follower.newest()).isEqualTo(second);
  }

  @Test
  void aDeletionThatIsToldIsVerified() {
    Stored.Found first = commit(1, 0);
    follower.see(first);
    follower.see(ABSENT);
    loop.runDue();
    assertThat(follower.newest()).isEqualTo(first);
    store.delete("group");
    follower.see(ABSENT);
    loop.runDue();
    assertThat(follower.newest()).isEqualTo(ABSENT);
  }

  @Test
  void anAbsenceFoundByAReadThatBeganBeforeWhatIsKnownIsNotBelieved() {
    loop.hold(true);
    follower.refresh();
    Stored.Found first = new Stored.Found(map(1), 101);
    follower.see(first);
    loop.answer();
    assertThat(follower.newest()).isEqualTo(first);
  }

  @Test
  void aMapOlderThanOneThatWasDeletedStaysGone() {
    Stored.Found first = commit(1, 0);
    follower.see(first);
    store.delete("group");
    refresh();
    follower.see(first);
    assertThat(follower.newest()).isEqualTo(ABSENT);
    assertThat(follower.revision()).isEqualTo(first.revision());
  }

  @Test
  void somethingUnreadableIsNews() {
    follower.see(commit(1, 0));
    store.scribble("group", "no map");
    refresh();
    assertThat(follower.newest()).isInstanceOf(Stored.Unreadable.class);
    assertThat(changes).hasValue(2);
  }

  @Test
  void aFailedReadIsAProblemUntilOneSucceeds() {
    loop.cutOff(true);
    refresh();
    assertThat(follower.problem()).isEqualTo("without effect");
    assertThat(follower.newest()).isNull();
    loop.cutOff(false);
    refresh();
    assertThat(follower.problem()).isEmpty();
  }

  @Test
  void oneReadAtATimeIsUnderWay() {
    loop.hold(true);
    follower.refresh();
    follower.refresh();
    assertThat(loop.waiting()).isEqualTo(1);
    loop.answer();
    follower.refresh();
    assertThat(loop.waiting()).isEqualTo(1);
  }

  private void refresh() {
    follower.refresh();
    loop.runDue();
  }

  private Stored.Found commit(int variant, long over) {
    Commit.Done done = (Commit.Done) store.commit("group", map(variant), over);
    return new Stored.Found(map(variant), done.revision());
  }

  @Test
  void aMapThatReplacedTheOneKnownIsBelieved() {
    follower.see(found("lineage", 0, 101));
    Stored.Found next = found("lineage", 101, 102);
    follower.see(next);
    assertThat(follower.newest()).isEqualTo(next);
    assertThat(follower.putBack()).isNull();
  }

  @Test
  void aMapThatMissedSomeIsBelieved() {
    follower.see(found("lineage", 0, 101));
    Stored.Found later = found("lineage", 107, 108);
    follower.see(later);
    assertThat(follower.newest()).isEqualTo(later);
  }

  @Test
  void aMapThatWasPutBackIsNotBelieved() {
    follower.see(found("lineage", 0, 101));
    follower.see(found("lineage", 101, 102));
    Stored.Found copy = found("lineage", 0, 103);
    follower.see(copy);
    assertThat(follower.newest())
        .isEqualTo(
            new Stored.Unreadable(
                103, "it was put back: it replaced revision 0, and revision 102 is known"));
    assertThat(follower.putBack()).isEqualTo(copy);
  }

  @Test
  void aMapOfAnotherLineageIsBelievedOnTheSameTerms() {
    follower.see(found("lineage", 0, 101));
    follower.see(found("another", 0, 102));
    assertThat(follower.newest()).isInstanceOf(Stored.Unreadable.class);
    Stored.Found third = found("third", 102, 103);
    follower.see(third);
    assertThat(follower.newest()).isEqualTo(third);
  }

  @Test
  void aStoreThatHasLostItsMemoryIsBelieved() {
    follower.see(found("lineage", 0, 901));
    commit(1, 0);
    refresh();
    assertThat(follower.revision()).isLessThan(901);
    assertThat(follower.newest()).isInstanceOf(Stored.Found.class);
  }

  private static Stored.Found found(String lineage, long base, long revision) {
    Ownership owned = new Ownership.Owned("member", 1, 0);
    return new Stored.Found(
        new ShardMap(lineage, base, Collections.nCopies(8, owned), List.of()), revision);
  }

  private static ShardMap map(int variant) {
    Ownership owned = new Ownership.Owned("member-" + variant, variant, 0);
    return new ShardMap("lineage", 0, Collections.nCopies(8, owned), List.of());
  }
}
