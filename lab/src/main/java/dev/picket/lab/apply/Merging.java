package dev.picket.lab.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.schema.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lays what is applied over what there is. */
final class Merging {

  private Merging() {}

  /** A new value; what is applied wins. */
  static JsonNode merge(Structure structure, @Nullable JsonNode live, JsonNode applied) {
    if (live == null) {
      return applied.deepCopy();
    }
    if (structure.separatesMembers(live) && structure.separatesMembers(applied)) {
      ObjectNode merged = (ObjectNode) live.deepCopy();
      for (Map.Entry<String, JsonNode> each : applied.properties()) {
        String name = each.getKey();
        merged.set(name, merge(structure.member(name), live.get(name), each.getValue()));
      }
      return merged;
    }
    if (structure.separatesElements(live) && structure.separatesElements(applied)) {
      return new Lists(structure, live, applied).merge();
    }
    return applied.deepCopy();
  }

  /**
   * Merges two lists: shared elements are in the order of what is applied, what is only there stays
   * between the neighbours that it has.
   */
  private static final class Lists {

    private final Structure structure;
    private final List<JsonNode> live = new ArrayList<>();
    private final List<String> liveSteps = new ArrayList<>();
    private final Map<String, JsonNode> liveBySteps;
    private final Map<String, JsonNode> applied;
    private final Set<String> done = new HashSet<>();
    private final ArrayNode merged = Json.array();

    Lists(Structure structure, JsonNode live, JsonNode applied) {
      this.structure = structure;
      this.liveBySteps = Elements.of(structure, live);
      this.applied = Elements.of(structure, applied);
      for (JsonNode each : live) {
        liveSteps.add(PathElements.element(structure, each, liveSteps.size()));
        this.live.add(each);
      }
    }

    ArrayNode merge() {
      Iterator<String> shared =
          applied.keySet().stream().filter(liveBySteps::containsKey).iterator();
      String nextShared = shared.hasNext() ? shared.next() : null;
      List<String> wanted = List.copyOf(applied.keySet());
      int place = 0;
      int want = 0;
      while (place < live.size() || want < wanted.size()) {
        if (place < live.size()) {
          String step = liveSteps.get(place);
          if (!applied.containsKey(step)) {
            merged.add(live.get(place++).deepCopy());
            continue;
          }
          boolean another = !step.equals(nextShared);
          if (done.contains(step) || (another && want < wanted.size())) {
            place++;
            continue;
          }
        }
        String step = wanted.get(want++);
        add(step);
        if (step.equals(nextShared)) {
          nextShared = shared.hasNext() ? shared.next() : null;
        }
      }
      return merged;
    }

    private void add(String step) {
      done.add(step);
      JsonNode own = applied.get(step);
      if (own != null) {
        merged.add(Merging.merge(structure.element(), liveBySteps.get(step), own));
      }
    }
  }
}
