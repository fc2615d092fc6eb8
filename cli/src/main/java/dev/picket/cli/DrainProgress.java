package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.runtime.Repeater;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a member that is being drained until it owns nothing, and says how many are left. */
final class DrainProgress {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int UNKNOWN = -1;

  private final ApiClient api;
  private final String member;
  private final PrintWriter out;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile int left = UNKNOWN;
  private boolean drained;

  DrainProgress(ApiClient api, String member, PrintWriter out) {
    this.api = api;
    this.member = member;
    this.out = out;
  }

  /**
   * Returns once the member owns nothing.
   *
   * @throws UnavailableException when that takes longer, or the server does not answer any more
   * @throws RefusedException when somebody takes the drain back meanwhile
   */
  void await(Duration timeout) {
    Repeater looking = new Repeater("drain-progress", PAUSE, this::look);
    try (looking) {
      looking.start();
      done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new UnavailableException(late(timeout), late);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while waiting for the drain", interrupted);
    }
  }

  private String late(Duration timeout) {
    return member
        + " still owns "
        + (left == UNKNOWN ? "partitions" : Runs.count(left))
        + " after "
        + DurationConverter.text(timeout)
        + "; the drain goes on. Is another member active? See: picket shards";
  }

  private void look() {
    if (done.isDone()) {
      return;
    }
    try {
      look(api.shards());
    } catch (RuntimeException failure) {
      done.completeExceptionally(failure);
    }
  }

  private void look(JsonNode shards) {
    int now = Runs.heldBy(shards, member);
    if (now == 0) {
      done.complete(null);
      return;
    }
    if (now != left) {
      left = now;
      out.println("  " + Runs.count(now) + " left");
      out.flush();
    }
    boolean active = status(shards).equals("active");
    if (drained && active) {
      throw new RefusedException("somebody took the drain of " + member + " back");
    }
    drained |= !active;
  }

  private String status(JsonNode shards) {
    for (JsonNode each : shards.path("members")) {
      if (each.path("id").asText().equals(member)) {
        return each.path("status").asText();
      }
    }
    return "gone";
  }
}
