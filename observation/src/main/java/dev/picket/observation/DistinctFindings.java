package dev.picket.observation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The findings of one object, each problem once. Of several with one fingerprint the worst stands,
 * and among equals the one with the highest digest, so that their order in the object is no matter.
 */
final class DistinctFindings {

  private final Map<Fingerprint, Finding> byFingerprint = new LinkedHashMap<>();
  private final List<Fingerprint> doubles = new ArrayList<>();

  private record Finding(Submission submission, long content) {

    boolean weighsMoreThan(Finding other) {
      int bySeverity =
          submission.occurrence().severity().compareTo(other.submission.occurrence().severity());
      return bySeverity > 0 || (bySeverity == 0 && content > other.content);
    }
  }

  void add(Submission submission, long content) {
    Finding finding = new Finding(submission, content);
    Finding before = byFingerprint.putIfAbsent(submission.fingerprint(), finding);
    if (before != null) {
      doubles.add(submission.fingerprint());
      if (finding.weighsMoreThan(before)) {
        byFingerprint.put(submission.fingerprint(), finding);
      }
    }
  }

  /** One for each problem. */
  List<Submission> submissions() {
    return byFingerprint.values().stream().map(Finding::submission).toList();
  }

  /** What each of them says, in their order. */
  List<Long> contents() {
    return byFingerprint.values().stream().map(Finding::content).toList();
  }

  /** Those beyond the first of each problem. */
  List<Fingerprint> doubles() {
    return doubles;
  }

  /** How many were added. */
  int size() {
    return byFingerprint.size() + doubles.size();
  }
}
