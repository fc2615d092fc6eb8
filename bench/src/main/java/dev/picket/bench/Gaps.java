package dev.picket.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** For how long nobody worked on each partition, at the longest. For one thread at a time. */
final class Gaps {

  private static final long NO_GAP = Long.MIN_VALUE;

  private final long[] beganNanos;
  private final long[] longestNanos;
  private long seenNanos;

  private Gaps(int partitions, long nowNanos) {
    this.beganNanos = new long[partitions];
    Arrays.fill(beganNanos, NO_GAP);
    this.longestNanos = new long[partitions];
    this.seenNanos = nowNanos;
  }

  /** Of no partitions. */
  static Gaps none() {
    return new Gaps(0, 0);
  }

  static Gaps begin(int partitions, long nowNanos) {
    return new Gaps(partitions, nowNanos);
  }

  /** A gap begins when a partition was last seen worked on, and ends when it is seen so again. */
  void see(BitSet workedOn, long nowNanos) {
    for (int i = 0; i < beganNanos.length; i++) {
      if (workedOn.get(i)) {
        close(i, nowNanos);
      } else if (beganNanos[i] == NO_GAP) {
        beganNanos[i] = seenNanos;
      }
    }
    seenNanos = nowNanos;
  }

  void end(long nowNanos) {
    for (int i = 0; i < beganNanos.length; i++) {
      close(i, nowNanos);
    }
  }

  private void close(int partition, long nowNanos) {
    if (beganNanos[partition] != NO_GAP) {
      long nanos = nowNanos - beganNanos[partition];
      longestNanos[partition] = Math.max(longestNanos[partition], nanos);
      beganNanos[partition] = NO_GAP;
    }
  }

  /** The longest of each of these partitions. */
  List<Duration> of(BitSet partitions) {
    return partitions.stream().mapToObj(each -> Duration.ofNanos(longestNanos[each])).toList();
  }

  Duration longest() {
    return Duration.ofNanos(Arrays.stream(longestNanos).max().orElse(0));
  }
}
