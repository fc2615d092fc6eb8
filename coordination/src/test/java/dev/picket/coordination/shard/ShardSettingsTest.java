package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.picket.coordination.lease.LeaseTiming;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShardSettingsTest {

  @Test
  void theDefaultsAreThoseOfTheDocuments() {
    ShardSettings settings = ShardSettings.of("group", "pod-0", "", LeaseTiming.STANDARD);
    assertThat(settings.pool()).isEqualTo(Pool.UID);
    assertThat(settings.partitions()).isEqualTo(1_024);
    assertThat(settings.drainLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.electionLease()).isEqualTo("group-coordinator");
    assertThat(settings.memberLease("pod-0-1a2b3")).isEqualTo("group-pod-0-1a2b3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 1_000, 8_192, -2})
  void partitionsAreAPowerOfTwoWithinLimits(int partitions) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("group", partitions))
        .withMessage(
            "partitions is %d, expected a power of two from 2 to 4096".formatted(partitions));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Group", "a_b", "-a", "a-", "a.b"})
  void aGroupIsNamedLikeARecordOfKubernetes(String group) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(group, 16))
        .withMessageContaining("group is '%s', expected lower-case letters".formatted(group));
  }

  @Test
  void aMapHasAPowerOfTwoOfPartitions() {
    Ownership orphan = new Ownership.Orphaned(0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ShardMap("x", 0, Collections.nCopies(3, orphan), List.of()))
        .withMessage("a shard map has 3 partitions, expected a power of two, 2 or more");
  }

  private static ShardSettings settings(String group, int partitions) {
    return new ShardSettings(
        group, Pool.UID, partitions, LeaseTiming.FAST, "name", "", Duration.ofSeconds(30));
  }
}
