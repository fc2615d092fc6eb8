package dev.picket.coordination.shard;

import dev.picket.coordination.lease.Lease;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a member's Lease says beside that it is alive, as annotations. Anybody can edit a Lease:
 * what cannot be read counts as not said.
 *
 * @param address where it serves; empty when unknown
 * @param leaving it asks to be relieved of everything
 * @param drained somebody asked that it be given nothing
 * @param acknowledged the newest map it has acted on
 * @param refused its claims that a sink refused
 * @param disbelieved lineage of a map that was put back from a copy; empty for none
 */
record MemberNotes(
    String address,
    boolean leaving,
    boolean drained,
    Optional<Acknowledgement> acknowledged,
    Optional<Refusal> refused,
    String disbelieved) {

  private static final String PREFIX = "picket.dev/";
  private static final String ADDRESS = PREFIX + "address";
  private static final String LEAVING = PREFIX + "leaving";
  private static final String DRAIN = PREFIX + "drain";
  private static final String RELEASED = PREFIX + "released";
  private static final String ACKNOWLEDGED = PREFIX + "acknowledged";
  private static final String DISBELIEVED = PREFIX + "map-disbelieved";
  private static final String REFUSED = PREFIX + "claims-refused";

  private static final Pattern ACKNOWLEDGEMENT =
      Pattern.compile("(\\S{1,64}) ([0-9]{1,18}) busy: (none|[0-9,-]{1,20000})");
  private static final Pattern REFUSAL =
      Pattern.compile("([0-9]{1,18}) for (none|[0-9,-]{1,20000})");
  private static final Pattern RUN = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

  /**
   * Claims that a sink refused.
   *
   * @param floor the newest epoch that any of them met
   */
  record Refusal(long floor, PartitionSet partitions) {}

  /** Reads a member's Lease. */
  static MemberNotes read(Lease lease, int partitions) {
    Map<String, String> notes = lease.annotations();
    return new MemberNotes(
        notes.getOrDefault(ADDRESS, ""),
        "true".equals(notes.get(LEAVING)),
        "true".equals(notes.get(DRAIN)),
        acknowledgement(notes.getOrDefault(ACKNOWLEDGED, ""), partitions),
        refusal(notes.getOrDefault(REFUSED, ""), partitions),
        notes.getOrDefault(DISBELIEVED, ""));
  }

  static Map<String, String> addressNote(String address) {
    return Map.of(ADDRESS, address);
  }

  static Map<String, String> leavingNote() {
    return Map.of(LEAVING, "true");
  }

  static Map<String, String> releasedNote() {
    return Map.of(RELEASED, "true");
  }

  /** Whether its member itself cleared the Lease, rather than somebody with an editor. */
  static boolean isReleased(Lease lease) {
    return lease.isVacant() && "true".equals(lease.annotations().get(RELEASED));
  }

  static Map<String, String> acknowledgedNote(Acknowledgement made) {
    return Map.of(
        ACKNOWLEDGED, made.lineage() + " " + made.revision() + " busy: " + runs(made.busy()));
  }

  static Map<String, String> disbelievedNote(String lineage) {
    return Map.of(DISBELIEVED, lineage);
  }

  static Map<String, String> refusedNote(Refusal refusal) {
    return Map.of(REFUSED, refusal.floor() + " for " + runs(refusal.partitions()));
  }

  /** A Lease's annotations with the wish that its member be drained, or without. */
  static Map<String, String> withDrain(Map<String, String> annotations, boolean drained) {
    Map<String, String> changed = new HashMap<>(annotations);
    // Written as false rather than removed, since the member's own writes keep what they know.
    changed.put(DRAIN, Boolean.toString(drained));
    return changed;
  }

  private static Optional<Acknowledgement> acknowledgement(String text, int partitions) {
    Matcher parts = ACKNOWLEDGEMENT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return runs(parts.group(3), partitions)
        .map(busy -> new Acknowledgement(parts.group(1), Long.parseLong(parts.group(2)), busy));
  }

  private static Optional<Refusal> refusal(String text, int partitions) {
    Matcher parts = REFUSAL.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return runs(parts.group(2), partitions)
        .map(refused -> new Refusal(Long.parseLong(parts.group(1)), refused));
  }

  private static String runs(PartitionSet set) {
    String text = set.toString();
    return text.substring(0, text.indexOf(" of "));
  }

  private static Optional<PartitionSet> runs(String text, int partitions) {
    BitSet bits = new BitSet(partitions);
    if (!text.equals("none")) {
      for (String each : text.split(",", -1)) {
        Matcher run = RUN.matcher(each);
        if (!run.matches()) {
          return Optional.empty();
        }
        int from = Integer.parseInt(run.group(1));
        int to = run.group(2) == null ? from : Integer.parseInt(run.group(2));
        if (to < from || to >= partitions) {
          return Optional.empty();
        }
        bits.set(from, to + 1);
      }
    }
    return Optional.of(PartitionSet.of(partitions, bits));
  }
}
