package dev.picket.bench;

import dev.picket.coordination.shard.PlannedAssignment;
import dev.picket.coordination.shard.ShardSettings;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What planning costs a coordinator: 4,096 partitions, 200 members, after two hundred churns. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlanningBenchmark {

  private static final int MEMBERS = 200;

  private final SortedSet<String> members = new TreeSet<>();
  private List<String> holders = Collections.nCopies(ShardSettings.PARTITIONS_MAX, "");
  private SortedSet<String> oneMore = members;
  private SortedSet<String> oneLess = members;

  @Setup
  public void churn() {
    Random random = new Random(1);
    for (int i = 0; i < MEMBERS; i++) {
      members.add("member-" + i);
    }
    for (int i = 0; i < MEMBERS; i++) {
      holders = PlannedAssignment.plan(holders, members);
      members.remove(List.copyOf(members).get(random.nextInt(MEMBERS)));
      members.add("new-" + i);
    }
    holders = PlannedAssignment.plan(holders, members);
    oneMore = new TreeSet<>(members);
    oneMore.add("newcomer");
    oneLess = new TreeSet<>(members);
    oneLess.remove(members.first());
  }

  @Benchmark
  public List<String> planWithoutChange() {
    return PlannedAssignment.plan(holders, members);
  }

  @Benchmark
  public List<String> planOfAJoin() {
    return PlannedAssignment.plan(holders, oneMore);
  }

  @Benchmark
  public List<String> planOfALeave() {
    return PlannedAssignment.plan(holders, oneLess);
  }
}
