package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignmentTest {

  private static final int HISTORIES = 300;
  private static final int CHANGES = 30;

  @Test
  void withoutMembersNobodyOwnsAnything() {
    assertThat(Assignment.plan(Collections.nCopies(8, "gone"), new TreeSet<>()))
        .containsOnly("")
        .hasSize(8);
  }

  @Test
  void aSingleMemberOwnsEverything() {
    assertThat(Assignment.plan(Collections.nCopies(8, ""), sorted("a"))).containsOnly("a");
  }

  @Test
  void theFirstMembersGetOneStretchEach() {
    List<String> plan = Assignment.plan(Collections.nCopies(8, ""), sorted("a", "b", "c"));
    assertThat(stretches(plan).values()).containsOnly(1);
  }

  @Test
  void aBalancedAssignmentStaysAsItIs() {
    List<String> holders = List.of("a", "b", "a", "b", "c", "c", "a", "b");
    assertThat(Assignment.plan(holders, sorted("a", "b", "c"))).isEqualTo(holders);
  }

  @Test
  void moreMembersThanPartitionsOwnOneOrNone() {
    SortedSet<String> members = members(20);
    List<String> plan = Assignment.plan(Collections.nCopies(8, ""), members);
    assertThat(new HashSet<>(plan)).hasSize(8);
    assertThat(Assignment.plan(plan, members)).isEqualTo(plan);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 64, 256})
  void overManyHistoriesLoadAndMovementStayWithinTheirBounds(int partitions) {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      SortedSet<String> members = new TreeSet<>(Set.of("m0"));
      List<String> plan = Assignment.plan(Collections.nCopies(partitions, ""), members);
      for (int change = 1; change <= CHANGES; change++) {
        boolean joins = members.size() == 1 || random.nextInt(12) >= members.size();
        String who = joins ? "m" + change : any(members, random);
        List<String> next = changed(plan, members, who, joins);
        requireBalance(next, members);
        if (joins) {
          requireMovesTo(who, plan, next, partitions / members.size());
        } else {
          requireMovesFrom(who, plan, next);
        }
        plan = next;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 50, 200})
  void evenAnAssignmentAtRandomIsBalancedByOnePlan(int count) {
    SortedSet<String> members = members(count);
    List<String> names = List.copyOf(members);
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<String> holders =
          IntStream.range(0, 1_024)
              .mapToObj(
                  _ -> random.nextInt(4) == 0 ? "gone" : names.get(random.nextInt(1 + count / 2)))
              .toList();
      requireBalance(Assignment.plan(holders, members), members);
    }
  }

  @Test
  void rangesStayFewOverTwoHundredChurns() {
    double sum = 0;
    int most = 0;
    int seeds = 50;
    for (int seed = 0; seed < seeds; seed++) {
      Map<String, Integer> stretches = stretches(churned(seed));
      sum += stretches.values().stream().mapToInt(Integer::intValue).average().orElseThrow();
      most = Math.max(most, Collections.max(stretches.values()));
    }
    double mean = sum / seeds;
    System.out.printf(
        "Ranges per member after 200 churns, P = 1,024, 10 to 11 members: mean %.1f, max %d%n",
        mean, most);
    assertThat(mean).isLessThan(12);
    assertThat(most).isLessThan(60);
  }

  /** A member joins ten others, then one of the eleven leaves, two hundred times. */
  private static List<String> churned(long seed) {
    Random random = new Random(seed);
    SortedSet<String> members = members(10);
    List<String> plan = Assignment.plan(Collections.nCopies(1_024, ""), members);
    for (int churn = 0; churn < 200; churn++) {
      plan = changed(plan, members, "new-" + churn, true);
      plan = changed(plan, members, any(members, random), false);
    }
    return plan;
  }

  private static List<String> changed(
      List<String> plan, SortedSet<String> members, String who, boolean joins) {
    if (joins) {
      members.add(who);
    } else {
      members.remove(who);
    }
    return Assignment.plan(plan, members);
  }

  private static void requireBalance(List<String> plan, SortedSet<String> members) {
    int least = plan.size() / members.size();
    int most = (plan.size() + members.size() - 1) / members.size();
    Map<String, Integer> owned = new HashMap<>();
    plan.forEach(each -> owned.merge(each, 1, Integer::sum));
    assertThat(members).containsAll(owned.keySet());
    for (String member : members) {
      assertThat(owned.getOrDefault(member, 0)).isBetween(least, most);
    }
  }

  private static void requireMovesTo(
      String newcomer, List<String> before, List<String> after, int most) {
    List<Integer> moved = moved(before, after);
    assertThat(moved).hasSizeLessThanOrEqualTo(most);
    assertThat(moved).allMatch(partition -> after.get(partition).equals(newcomer));
  }

  private static void requireMovesFrom(String leaver, List<String> before, List<String> after) {
    assertThat(moved(before, after)).allMatch(partition -> before.get(partition).equals(leaver));
  }

  private static List<Integer> moved(List<String> before, List<String> after) {
    return IntStream.range(0, before.size())
        .filter(i -> !before.get(i).equals(after.get(i)))
        .boxed()
        .toList();
  }

  private static Map<String, Integer> stretches(List<String> plan) {
    Map<String, Integer> stretches = new HashMap<>();
    for (int i = 0; i < plan.size(); i++) {
      if (i == 0 || !plan.get(i).equals(plan.get(i - 1))) {
        stretches.merge(plan.get(i), 1, Integer::sum);
      }
    }
    return stretches;
  }

  private static String any(SortedSet<String> members, Random random) {
    return List.copyOf(members).get(random.nextInt(members.size()));
  }

  private static SortedSet<String> members(int count) {
    SortedSet<String> members = new TreeSet<>();
    IntStream.range(0, count).forEach(i -> members.add("member-%03d".formatted(i)));
    return members;
  }

  private static SortedSet<String> sorted(String... names) {
    return new TreeSet<>(Set.of(names));
  }
}
