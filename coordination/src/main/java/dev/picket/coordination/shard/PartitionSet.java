package dev.picket.coordination.shard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Some of P partitions; immutable. */
public final class PartitionSet {

  private final int size;
  private final BitSet members;

  private PartitionSet(int size, BitSet members) {
    this.size = size;
    this.members = members;
  }

  /**
   * A copy of these bits.
   *
   * @param partitions P, a power of two, at least 2
   */
  public static PartitionSet of(int partitions, BitSet members) {
    if (members.length() > partitions) {
      throw new IllegalStateException(
          "partition " + (members.length() - 1) + " of " + partitions + " does not exist");
    }
    return new PartitionSet(partitions, (BitSet) members.clone());
  }

  /** These partitions. */
  public static PartitionSet of(int partitions, IntStream members) {
    BitSet bits = new BitSet(partitions);
    members.forEach(bits::set);
    return of(partitions, bits);
  }

  /** None of them. */
  public static PartitionSet none(int partitions) {
    return new PartitionSet(partitions, new BitSet());
  }

  /** All of them. */
  public static PartitionSet all(int partitions) {
    return of(partitions, IntStream.range(0, partitions));
  }

  /** P, of which these are some. */
  public int partitions() {
    return size;
  }

  /** How many there are. */
  public int count() {
    return members.cardinality();
  }

  public boolean isEmpty() {
    return members.isEmpty();
  }

  public boolean contains(int partition) {
    return members.get(partition);
  }

  /** Whether this key's partition is one of them. */
  public boolean contains(Pool pool, String key) {
    return contains(pool.partition(key, size));
  }

  /** Whether all of the other's are among them. */
  public boolean containsAll(PartitionSet other) {
    return other.minus(this).isEmpty();
  }

  public void forEach(IntConsumer action) {
    members.stream().forEach(action);
  }

  /** In ascending order. */
  public IntStream stream() {
    return members.stream();
  }

  public PartitionSet plus(PartitionSet other) {
    BitSet bits = (BitSet) members.clone();
    bits.or(other.members);
    return new PartitionSet(size, bits);
  }

  public PartitionSet minus(PartitionSet other) {
    BitSet bits = (BitSet) members.clone();
    bits.andNot(other.members);
    return new PartitionSet(size, bits);
  }

  public PartitionSet and(PartitionSet other) {
    BitSet bits = (BitSet) members.clone();
    bits.and(other.members);
    return new PartitionSet(size, bits);
  }

  /** The stretches of the hash space that they cover, neighbours joined, in ascending order. */
  public List<HashRange> ranges() {
    int shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
    List<HashRange> ranges = new ArrayList<>();
    for (int from = members.nextSetBit(0); from >= 0; ) {
      int end = members.nextClearBit(from);
      long last = end == size ? -1L : ((long) end << shift) - 1;
      ranges.add(new HashRange((long) from << shift, last));
      from = members.nextSetBit(end);
    }
    return ranges;
  }

  /**
   * The {@code shardSelector} of KEP-5866 that selects their objects; empty where the pool's hash
   * is one that no API server computes.
   */
  public Optional<String> selector(Pool pool) {
    return pool.selectorField()
        .map(field ->
            ranges().stream()
                .map(range -> range.selector(field))
                .collect(Collectors.joining(" || ")));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PartitionSet set && size == set.size && members.equals(set.members);
  }

  @Override
  public int hashCode() {
    return 31 * size + members.hashCode();
  }

  /** Like {@code 0-341,700 of 1024}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int from = members.nextSetBit(0); from >= 0; ) {
      int end = members.nextClearBit(from);
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (end - 1 > from) {
        text.append('-').append(end - 1);
      }
      from = members.nextSetBit(end);
    }
    return (text.isEmpty() ? "none" : text) + " of " + size;
  }
}
