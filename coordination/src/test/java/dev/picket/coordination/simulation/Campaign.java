package dev.picket.coordination.simulation;

import dev.picket.coordination.simulation.Simulation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Many seeds, played on several threads, and what they found together. */
public final class Campaign {

  private static final int VIOLATIONS_KEPT = 20;

  private final Weakness weakness;
  private final AtomicLong next;
  private final long end;
  private final LongConsumer progress;
  private final Map<Scenario, List<Duration>> unowned = new EnumMap<>(Scenario.class);
  private final Map<Scenario, Long> played = new EnumMap<>(Scenario.class);
  private final List<Outcome> violations = new ArrayList<>();
  private long violated;
  private long accepted;
  private long refused;

  private Campaign(Weakness weakness, long from, long seeds, LongConsumer progress) {
    this.weakness = weakness;
    this.next = new AtomicLong(from);
    this.end = from + seeds;
    this.progress = progress;
  }

  /**
   * What a campaign found.
   *
   * @param violated seeds that broke an invariant
   * @param violations the first of them, at most twenty
   * @param played seeds by scenario
   * @param unowned by scenario, how long partitions were unowned after the fault; sorted
   * @param accepted writes that sinks took
   * @param refused stale writes that they refused
   */
  public record Findings(
      long seeds,
      long violated,
      List<Outcome> violations,
      Map<Scenario, Long> played,
      Map<Scenario, List<Duration>> unowned,
      long accepted,
      long refused) {}

  /**
   * Plays seeds.
   *
   * @param weakness the rule to leave out, if any
   * @param progress told how many are done, now and then
   */
  public static Findings play(
      Weakness weakness, long from, long seeds, int threads, LongConsumer progress)
      throws InterruptedException {
    Campaign campaign = new Campaign(weakness, from, seeds, progress);
    List<Thread> players = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      players.add(Thread.ofPlatform().name("simulation-" + i).start(campaign::playOn));
    }
    for (Thread player : players) {
      player.join();
    }
    return campaign.findings(seeds);
  }

  private void playOn() {
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      add(Simulation.play(seed, weakness, false));
    }
  }

  private synchronized void add(Outcome outcome) {
    long done = played.values().stream().mapToLong(Long::longValue).sum() + 1;
    played.merge(outcome.scenario(), 1L, Long::sum);
    unowned.computeIfAbsent(outcome.scenario(), _ -> new ArrayList<>()).addAll(outcome.unowned());
    accepted += outcome.accepted();
    refused += outcome.refused();
    if (outcome.violation().isPresent()) {
      violated++;
      if (violations.size() < VIOLATIONS_KEPT) {
        violations.add(outcome);
      }
    }
    progress.accept(done);
  }

  private synchronized Findings findings(long seeds) {
    unowned.values().forEach(each -> each.sort(null));
    violations.sort(Comparator.comparingLong(Outcome::seed));
    return new Findings(seeds, violated, violations, played, unowned, accepted, refused);
  }
}
