package dev.picket.observation;

import java.util.List;

/**
 * All that a source object says now: the Observations it holds open, or none when it is gone.
 *
 * @param source name of the Ingester
 * @param findings one for each problem; each problem once
 * @param contents by finding, a digest of what it says: the same digest again is not news
 * @param gone whether the object has been deleted; its revision is then that of the deletion, and
 *     it has no findings
 * @param fence the right to write for the object's partition
 */
public record Holding(
    String source,
    SourceObject object,
    List<Submission> findings,
    List<Long> contents,
    boolean gone,
    Fence fence) {

  public Holding {
    findings = List.copyOf(findings);
    contents = List.copyOf(contents);
    if (findings.size() != contents.size() || (gone && !findings.isEmpty())) {
      throw new IllegalArgumentException(
          "%d findings with %d digests, gone: %s"
              .formatted(findings.size(), contents.size(), gone));
    }
  }
}
