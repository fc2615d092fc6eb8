package dev.picket.coordination.shard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Who should own what: everybody nearly the same, as little moved as can be, and what a member owns
 * in few stretches, so that it compiles to few ranges.
 *
 * <p>With P partitions and M members each ends up with floor(P/M) or ceil(P/M). From such a
 * balanced assignment, a join moves floor(P/(M+1)) partitions, to the newcomer only; a leave moves
 * the leaver's only. Takes time in proportion to P + R log R for R stretches.
 */
final class Assignment {

  private static final int NOBODY = -1;

  private final int[] owner;
  private final int[] count;
  private final int[] quota;

  private Assignment(int[] owner, int members) {
    this.owner = owner;
    this.count = new int[members];
    this.quota = new int[members];
    for (int each : owner) {
      if (each != NOBODY) {
        count[each]++;
      }
    }
  }

  /**
   * Plans.
   *
   * @param holders by partition: who has it or is about to get it; anything that is not a member
   *     for nobody
   * @param members in a fixed order
   * @return by partition: who should have it; all empty where there is no member
   */
  static List<String> plan(List<String> holders, SortedSet<String> members) {
    if (members.isEmpty()) {
      return holders.stream().map(_ -> "").toList();
    }
    List<String> names = List.copyOf(members);
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      index.put(names.get(i), i);
    }
    int[] owner = holders.stream().mapToInt(each -> index.getOrDefault(each, NOBODY)).toArray();
    Assignment plan = new Assignment(owner, names.size());
    plan.setQuotas();
    plan.takeWhatIsTooMuch();
    plan.giveWhatIsFree();
    List<String> planned = new ArrayList<>(owner.length);
    for (int each : plan.owner) {
      planned.add(names.get(each));
    }
    return planned;
  }

  /** The larger shares go to those who have most already, so that the least moves. */
  private void setQuotas() {
    int members = count.length;
    List<Integer> byCount = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      byCount.add(i);
      quota[i] = owner.length / members;
    }
    byCount.sort(Comparator.comparingInt((Integer each) -> count[each]).reversed());
    for (int i = 0; i < owner.length % members; i++) {
      quota[byCount.get(i)]++;
    }
  }

  /** A stretch of one owner's partitions; the end is excluded. */
  private record Run(int from, int end) {
    int length() {
      return end - from;
    }
  }

  /** Takes whole stretches, the shortest first, and then the beginning of a longer one. */
  private void takeWhatIsTooMuch() {
    Map<Integer, List<Run>> runs = runs();
    for (int member = 0; member < count.length; member++) {
      if (count[member] <= quota[member]) {
        continue;
      }
      List<Run> shortestFirst = runs.getOrDefault(member, List.of());
      shortestFirst.sort(Comparator.comparingInt(Run::length));
      for (Run run : shortestFirst) {
        int take = Math.min(run.length(), count[member] - quota[member]);
        for (int i = run.from(); i < run.from() + take; i++) {
          owner[i] = NOBODY;
        }
        count[member] -= take;
      }
    }
  }

  /** Gives free stretches to a neighbour who wants more, or to whoever wants most. */
  private void giveWhatIsFree() {
    giveToNeighbours();
    Deque<Run> free = new ArrayDeque<>(runs().getOrDefault(NOBODY, List.of()));
    while (!free.isEmpty()) {
      Run run = free.pop();
      int taker = wantsMost();
      int given = Math.min(run.length(), quota[taker] - count[taker]);
      give(taker, run.from(), run.from() + given);
      if (given < run.length()) {
        free.push(new Run(run.from() + given, run.end()));
      }
    }
  }

  private void giveToNeighbours() {
    for (int i = 1; i < owner.length; i++) {
      if (owner[i] == NOBODY && wantsMore(owner[i - 1])) {
        give(owner[i - 1], i, i + 1);
      }
    }
    for (int i = owner.length - 2; i >= 0; i--) {
      if (owner[i] == NOBODY && wantsMore(owner[i + 1])) {
        give(owner[i + 1], i, i + 1);
      }
    }
  }

  private boolean wantsMore(int member) {
    return member != NOBODY && count[member] < quota[member];
  }

  private int wantsMost() {
    int most = 0;
    for (int i = 1; i < count.length; i++) {
      if (quota[i] - count[i] > quota[most] - count[most]) {
        most = i;
      }
    }
    return most;
  }

  private void give(int member, int from, int end) {
    for (int i = from; i < end; i++) {
      owner[i] = member;
    }
    count[member] += end - from;
  }

  private Map<Integer, List<Run>> runs() {
    Map<Integer, List<Run>> runs = new HashMap<>();
    for (int from = 0; from < owner.length; ) {
      int end = from + 1;
      while (end < owner.length && owner[end] == owner[from]) {
        end++;
      }
      runs.computeIfAbsent(owner[from], _ -> new ArrayList<>()).add(new Run(from, end));
      from = end;
    }
    return runs;
  }
}
