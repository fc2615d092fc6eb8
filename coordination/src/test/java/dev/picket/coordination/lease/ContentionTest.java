package dev.picket.coordination.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.loop.ManualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ten thousand candidates for one Lease (kubernetes#67651), in virtual time. */
final class ContentionTest {

  private static final int CANDIDATES = 10_000;
  private static final Duration STEP = Duration.ofMillis(50);

  private final ManualLoop loop = new ManualLoop();
  private final InMemoryLeaseStore store = new InMemoryLeaseStore(new AtomicLong());

  @Test
  void tenThousandCandidatesNeverHaveTwoLeaders() {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      candidates.add(new Candidate("candidate-" + i, store, loop).started());
    }
    loop.runDue();
    // Among so many, somebody tries within a few milliseconds of the expiry.
    for (int terms = 1; terms <= 3; terms++) {
      Candidate leader = onlyLeader(candidates);
      leader.election.abandon();
      candidates.remove(leader);
      assertThat(leadersOver(Duration.ofMillis(4_700), candidates)).isZero();
      assertThat(leadersOver(Duration.ofMillis(300), candidates)).isEqualTo(1);
      assertThat(store.read(Candidate.LEASE).orElseThrow().transitions()).isEqualTo(terms);
    }
  }

  /** The most that led at once, looked at every step. */
  private long leadersOver(Duration time, List<Candidate> candidates) {
    long most = 0;
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
      loop.advance(STEP);
      most = Math.max(most, candidates.stream().filter(Candidate::leads).count());
    }
    return most;
  }

  private static Candidate onlyLeader(List<Candidate> candidates) {
    List<Candidate> leaders = candidates.stream().filter(Candidate::leads).toList();
    assertThat(leaders).hasSize(1);
    return leaders.getFirst();
  }
}
