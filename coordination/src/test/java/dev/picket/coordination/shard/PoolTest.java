package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PoolTest {

  private static final int PARTITIONS = 1_024;

  /** The vectors of KEP-5866, on which Go and Java agree. */
  @ParameterizedTest
  @CsvSource({
    "'', cbf29ce484222325",
    "test, f9e6e6ef197c2b25",
    "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee, 93754b7248a00eb9",
  })
  void uidsHashAsTheApiServerHashesThem(String uid, String hash) {
    assertThat("%016x".formatted(Pool.UID.hash(uid))).isEqualTo(hash);
  }

  @Test
  void textIsHashedAsUtf8() {
    // FNV-1a 64 of the bytes c3 a9 and f0 9f 90 98.
    assertThat(Pool.UID.hash("é")).isEqualTo(fnv1a(0xc3, 0xa9));
    assertThat(Pool.UID.hash("a🐘")).isEqualTo(fnv1a('a', 0xf0, 0x9f, 0x90, 0x98));
  }

  @Test
  void thePartitionIsTheTopBits() {
    assertThat(Pool.UID.partition("test", 2)).isEqualTo(1);
    assertThat(Pool.UID.partition("test", 16)).isEqualTo(0xf);
    assertThat(Pool.UID.partition("test", PARTITIONS)).isEqualTo(0xf9e >> 2);
    assertThat(Pool.UID.partition("test", 4_096)).isEqualTo(0xf9e);
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void theHashLiesInTheRangeOfItsPartition(Pool pool) {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      String key = new UUID(random.nextLong(), random.nextLong()).toString();
      int partition = pool.partition(key, PARTITIONS);
      assertThat(PartitionSet.of(PARTITIONS, IntStream.of(partition)).ranges())
          .singleElement()
          .matches(range -> range.contains(pool.hash(key)));
    }
  }

  @Test
  void namespacesThatDifferInADigitSpread() {
    assertThat(occupied(Pool.NAMESPACE)).isGreaterThan(500);
    // Which is why they are mixed once more.
    assertThat(occupied(Pool.UID)).isEqualTo(17);
  }

  @Test
  void onlyUidsAreHashedByTheServer() {
    assertThat(Pool.UID.selectorField()).contains("object.metadata.uid");
    assertThat(Pool.NAMESPACE.selectorField()).isEmpty();
  }

  @Test
  void theirNamesInStoresStay() {
    assertThat(Stream.of(Pool.values()).map(Pool::wireName)).containsExactly("uid", "namespace");
  }

  private static long occupied(Pool pool) {
    return IntStream.range(0, 1_000)
        .map(i -> pool.partition("tenant-%03d".formatted(i), PARTITIONS))
        .distinct()
        .count();
  }

  private static long fnv1a(int... bytes) {
    long hash = 0xcbf29ce484222325L;
    for (int each : bytes) {
      hash = (hash ^ each) * 0x100000001b3L;
    }
    return hash;
  }
}
