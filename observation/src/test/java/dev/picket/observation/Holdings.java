package dev.picket.observation;

import static dev.picket.observation.Occurrences.NOON;
import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Sample holdings for tests: an object that says in which pods there are shells. */
public final class Holdings {

  /** The right to write that the samples carry. */
  public static final Fence FENCE = new Fence("picket", "uids", 7, 3);

  private Holdings() {}

  /** An object as old as the letters of its uid: {@code b} is younger than {@code a}. */
  public static SourceObject object(String uid, long revision) {
    Instant createdAt = NOON.minusSeconds(3600).plusSeconds(uid.hashCode() % 1000);
    return new SourceObject(uid, uid.hashCode(), "shop", "report", createdAt, revision);
  }

  /** The object says that there are shells in these pods, all with the content 1. */
  public static Holding holding(String uid, long revision, String... pods) {
    return holding(object(uid, revision), 1, pods);
  }

  /** The object says of each shell what this digest stands for. */
  public static Holding holding(SourceObject object, long content, String... pods) {
    return holding(object, content, NOON, pods);
  }

  /** The same, seen at another time. */
  public static Holding holding(SourceObject object, long content, Instant at, String... pods) {
    List<Submission> findings =
        Arrays.stream(pods).map(pod -> submission(shellIn(pod, Severity.HIGH, at, null))).toList();
    return holding(object, findings, content);
  }

  /** The object has these findings. */
  public static Holding holding(SourceObject object, List<Submission> findings, long content) {
    return new Holding(
        "falco", object, findings, Collections.nCopies(findings.size(), content), false, FENCE);
  }

  /** The object is gone. */
  public static Holding gone(String uid, long revision) {
    return gone(object(uid, revision));
  }

  /** The object is gone. */
  public static Holding gone(SourceObject object) {
    return new Holding("falco", object, List.of(), List.of(), true, FENCE);
  }

  /** The same, with another right to write. */
  public static Holding with(Fence fence, Holding holding) {
    return new Holding(
        holding.source(),
        holding.object(),
        holding.findings(),
        holding.contents(),
        holding.gone(),
        fence);
  }
}
