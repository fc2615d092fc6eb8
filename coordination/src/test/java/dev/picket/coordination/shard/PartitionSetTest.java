package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PartitionSetTest {

  @Test
  void neighboursAreOneRange() {
    assertThat(set(16, 0, 1, 2, 7).ranges())
        .containsExactly(
            new HashRange(0, 0x2fff_ffff_ffff_ffffL),
            new HashRange(0x7000_0000_0000_0000L, 0x7fff_ffff_ffff_ffffL));
  }

  @Test
  void theLastRangeEndsWithTheHashSpace() {
    assertThat(set(16, 15).ranges())
        .containsExactly(new HashRange(0xf000_0000_0000_0000L, 0xffff_ffff_ffff_ffffL));
    assertThat(PartitionSet.all(4_096).ranges()).containsExactly(new HashRange(0, -1));
    assertThat(PartitionSet.none(16).ranges()).isEmpty();
  }

  @Test
  void rangesCompareUnsigned() {
    HashRange upper = set(2, 1).ranges().getFirst();
    assertThat(upper.contains(-1)).isTrue();
    assertThat(upper.contains(Long.MIN_VALUE)).isTrue();
    assertThat(upper.contains(Long.MAX_VALUE)).isFalse();
    assertThat(upper.contains(0)).isFalse();
  }

  @Test
  void selectorsHaveExactlySixteenLowerCaseDigits() {
    assertThat(set(16, 0, 1, 10).selector(Pool.UID))
        .contains(
            "shardRange(object.metadata.uid,'0x0000000000000000','0x2000000000000000') || "
                + "shardRange(object.metadata.uid,'0xa000000000000000','0xb000000000000000')");
  }

  @Test
  void theEndOfTheLastSelectorIsTwoToTheSixtyFourth() {
    assertThat(set(1_024, 1_023).selector(Pool.UID))
        .contains("shardRange(object.metadata.uid,'0xffc0000000000000','0x10000000000000000')");
    assertThat(PartitionSet.all(2).selector(Pool.UID))
        .contains("shardRange(object.metadata.uid,'0x0000000000000000','0x10000000000000000')");
  }

  @Test
  void whatNoServerHashesHasNoSelector() {
    assertThat(PartitionSet.all(16).selector(Pool.NAMESPACE)).isEmpty();
  }

  @Test
  void itContainsTheKeysOfItsPartitions() {
    assertThat(set(16, 15).contains(Pool.UID, "test")).isTrue();
    assertThat(set(16, 14).contains(Pool.UID, "test")).isFalse();
  }

  @Test
  void itsTextNamesRuns() {
    assertThat(set(1_024, 0, 1, 2, 341, 700, 701)).hasToString("0-2,341,700-701 of 1024");
    assertThat(PartitionSet.none(16)).hasToString("none of 16");
    assertThat(PartitionSet.all(16)).hasToString("0-15 of 16");
  }

  @Test
  void unionDifferenceAndIntersectionLeaveTheirOperandsAlone() {
    PartitionSet low = set(16, 0, 1, 2);
    PartitionSet odd = set(16, 1, 3);
    assertThat(low.plus(odd)).isEqualTo(set(16, 0, 1, 2, 3));
    assertThat(low.minus(odd)).isEqualTo(set(16, 0, 2));
    assertThat(low.and(odd)).isEqualTo(set(16, 1));
    assertThat(low).isEqualTo(set(16, 0, 1, 2)).hasSameHashCodeAs(set(16, 0, 1, 2));
    assertThat(low.containsAll(set(16, 0, 2))).isTrue();
    assertThat(low.containsAll(odd)).isFalse();
    assertThat(low.count()).isEqualTo(3);
  }

  @Test
  void setsOfDifferentSizesDiffer() {
    assertThat(set(16, 1)).isNotEqualTo(set(32, 1));
  }

  @Test
  void itDoesNotFollowTheBitsItWasMadeFrom() {
    BitSet bits = new BitSet();
    bits.set(3);
    PartitionSet set = PartitionSet.of(16, bits);
    bits.set(4);
    assertThat(set).isEqualTo(set(16, 3));
  }

  @Test
  void aPartitionThatDoesNotExistIsABug() {
    assertThatIllegalStateException()
        .isThrownBy(() -> set(16, 16))
        .withMessage("partition 16 of 16 does not exist");
  }

  private static PartitionSet set(int partitions, int... members) {
    return PartitionSet.of(partitions, IntStream.of(members));
  }
}
