package dev.picket.coordination.shard;

import dev.picket.coordination.lease.LeaseTiming;
import java.time.Duration;

/**
 * How a member takes part in its group. Group, pool and partitions are the same for all members;
 * the number of partitions is the one with which the group's map was first made.
 *
 * @param group names the group's records: lower-case letters, digits and hyphens, 1 to 200
 * @param partitions P, a power of two from 2 to {@link #PARTITIONS_MAX}
 * @param name of the member, such as its pod's; incarnations are told apart by what is added to it
 * @param address where people reach the member, such as {@code http://10.1.2.3:8080}; may be empty
 * @param drainLimit how long work in flight may hold up a handoff, after which the member halts:
 *     its partitions are granted to somebody else only once it is dead
 */
public record ShardSettings(
    String group,
    Pool pool,
    int partitions,
    LeaseTiming timing,
    String name,
    String address,
    Duration drainLimit) {

  /** The most partitions a group can have: their map must fit a ConfigMap. */
  public static final int PARTITIONS_MAX = 4_096;

  /** P where nobody says otherwise. */
  public static final int PARTITIONS_DEFAULT = 1_024;

  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,198}[a-z0-9])?";

  public ShardSettings {
    if (!group.matches(NAME)) {
      throw new IllegalArgumentException(
          "group is '%s', expected lower-case letters, digits and hyphens, 1 to 200"
              .formatted(group));
    }
    if (Integer.bitCount(partitions) != 1 || partitions < 2 || partitions > PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "partitions is %d, expected a power of two from 2 to %d"
              .formatted(partitions, PARTITIONS_MAX));
    }
  }

  /** A member with 1,024 partitions by uid and half a minute to drain. */
  public static ShardSettings of(String group, String name, String address, LeaseTiming timing) {
    return new ShardSettings(
        group, Pool.UID, PARTITIONS_DEFAULT, timing, name, address, Duration.ofSeconds(30));
  }

  /** Name of the Lease by which the group elects its coordinator. */
  String electionLease() {
    return group + "-coordinator";
  }

  /** Name of the Lease of a member incarnation. */
  String memberLease(String incarnation) {
    return group + "-" + incarnation;
  }
}
