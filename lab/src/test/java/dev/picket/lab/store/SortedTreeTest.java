package dev.picket.lab.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SortedTreeTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsATreeMapWhoseFormerSelvesStay(long seed) {
    Random random = new Random(seed);
    TreeMap<String, Integer> model = new TreeMap<>();
    SortedTree<Integer> tree = SortedTree.empty();
    List<SortedTree<Integer>> former = new ArrayList<>();
    List<TreeMap<String, Integer>> models = new ArrayList<>();
    for (int step = 0; step < 3_000; step++) {
      String key = "k" + random.nextInt(400);
      if (random.nextInt(3) == 0) {
        model.remove(key);
        tree = tree.without(key);
      } else {
        model.put(key, step);
        tree = tree.with(key, step);
      }
      if (step % 500 == 0) {
        former.add(tree);
        models.add(new TreeMap<>(model));
      }
    }
    former.add(tree);
    models.add(model);
    for (int each = 0; each < former.size(); each++) {
      same(former.get(each), models.get(each));
    }
  }

  private static void same(SortedTree<Integer> tree, NavigableMap<String, Integer> model) {
    TreeMap<String, Integer> visited = new TreeMap<>();
    tree.visit(
        "",
        (key, value) -> {
          visited.put(key, value);
          return true;
        });
    assertThat(visited).isEqualTo(model);
    assertThat(tree.size()).isEqualTo(model.size());
    assertThat(tree.count("k1", "k3")).isEqualTo(model.subMap("k1", "k3").size());
    model.forEach((key, value) -> assertThat(tree.get(key)).isEqualTo(value));
    assertThat(tree.get("none")).isNull();
  }
}
