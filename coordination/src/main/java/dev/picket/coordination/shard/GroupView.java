package dev.picket.coordination.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A group as one of its members sees it, for people.
 *
 * @param self the member that looks; its incarnation's id
 * @param coordinator who commits shard maps; empty when nobody does
 * @param members in the order of their ids
 * @param map null before there is one
 * @param revision of the map; 0 before there is one
 * @param open partitions for which this member's own gate is open
 * @param problem what keeps this member from taking part, empty when nothing does
 */
public record GroupView(
    String group,
    Pool pool,
    String self,
    String coordinator,
    List<Member> members,
    @Nullable ShardMap map,
    long revision,
    PartitionSet open,
    String problem) {

  public GroupView {
    members = List.copyOf(members);
  }

  /**
   * One member incarnation.
   *
   * @param id unique to the incarnation
   * @param address where it serves, such as {@code http://10.1.2.3:8080}; empty when unknown
   * @param joinedAt by its own clock; empty when its Lease does not say
   * @param silentFor how long ago this member saw its Lease renewed
   */
  public record Member(
      String id, String address, Optional<Instant> joinedAt, Duration silentFor, Status status) {}

  /** How a member is. */
  public enum Status {
    /** It owns partitions, or will. */
    ACTIVE,
    /** Somebody asked for it to be drained: it owns none, and gets none. */
    DRAINED,
    /** It asked to leave. */
    LEAVING,
    /** Its Lease has not been renewed in time. */
    SILENT,
  }
}
