package dev.picket.store;

import dev.picket.observation.Held;
import dev.picket.observation.Recorded;
import dev.picket.observation.Submission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What one caller wants written, all of it in one transaction. Compared by identity.
 *
 * @param <T> what is written
 * @param <R> what comes of each
 */
final class Work<T, R> {

  /** What an occurrence, or an object, takes in memory beside its texts, roughly. */
  private static final long OVERHEAD_BYTES = 512;

  private final List<T> items;
  private final int size;
  private final long bytes;
  private final List<Object> concerned;
  private final CompletableFuture<List<R>> answer = new CompletableFuture<>();

  private Work(List<T> items, int size, long bytes, List<Object> concerned) {
    this.items = items;
    this.size = size;
    this.bytes = bytes;
    this.concerned = concerned;
  }

  static Work<Submission, Recorded> recording(List<Submission> submissions) {
    List<Submission> items = List.copyOf(submissions);
    return new Work<>(
        items,
        items.size(),
        bytes(items),
        List.copyOf(items.stream().map(Submission::fingerprint).toList()));
  }

  static Work<HandedIn, Held> holding(List<HandedIn> holdings) {
    int size = 0;
    long bytes = 0;
    List<Object> concerned = new ArrayList<>();
    for (HandedIn each : holdings) {
      List<Submission> findings = each.holding().findings();
      size += 1 + findings.size();
      bytes += OVERHEAD_BYTES + bytes(findings);
      concerned.add(each.object());
      findings.forEach(finding -> concerned.add(finding.fingerprint()));
    }
    return new Work<>(List.copyOf(holdings), size, bytes, concerned);
  }

  List<T> items() {
    return items;
  }

  /** How many rows it is about, roughly. */
  int size() {
    return size;
  }

  /** What it takes in memory, roughly. */
  long bytes() {
    return bytes;
  }

  CompletableFuture<List<R>> answer() {
    return answer;
  }

  /** Whether it is about any of these. */
  boolean concerns(Set<Object> others) {
    if (others.isEmpty()) {
      return false;
    }
    for (Object each : concerned) {
      if (others.contains(each)) {
        return true;
      }
    }
    return false;
  }

  /** Observations and source objects that no two writers should be at. */
  Collection<Object> concerned() {
    return concerned;
  }

  private static long bytes(List<Submission> submissions) {
    return submissions.stream().mapToLong(Work::bytes).sum();
  }

  private static long bytes(Submission submission) {
    return OVERHEAD_BYTES
        + submission.occurrence().details().length()
        + submission.occurrence().title().length();
  }
}
