package dev.picket.lab.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.LabelSelector;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gives ClusterRoles with an {@code aggregationRule} the rules of those that it selects. */
final class Aggregation {

  /** A role may be aggregated from roles that are themselves aggregated, this deep. */
  private static final int DEPTH_MAX = 8;

  private Aggregation() {}

  /** Brings every such role up to date. */
  static void apply(Transaction transaction) {
    boolean changed = true;
    for (int depth = 0; changed && depth < DEPTH_MAX; depth++) {
      changed = applyOnce(transaction);
    }
  }

  private static boolean applyOnce(Transaction transaction) {
    List<StoredObject> roles = new ArrayList<>();
    transaction.now().visit(Roles.CLUSTER_ROLE.scope(null), roles::add);
    boolean changed = false;
    for (StoredObject each : roles) {
      ObjectNode role = each.content();
      JsonNode selectors = role.path("aggregationRule").path("clusterRoleSelectors");
      if (selectors.isEmpty()) {
        continue;
      }
      ArrayNode rules = rules(each, selectors, roles);
      if (!rules.equals(role.path("rules"))) {
        role.set("rules", rules);
        transaction.put(each.key(), role);
        changed = true;
      }
    }
    return changed;
  }

  private static ArrayNode rules(StoredObject own, JsonNode selectors, List<StoredObject> roles) {
    Set<JsonNode> rules = new LinkedHashSet<>();
    for (JsonNode each : selectors) {
      LabelSelector selector = SelectorObject.parse(each);
      for (StoredObject role : roles) {
        if (selector.matches(role.labels()) && !role.key().equals(own.key())) {
          role.content().path("rules").forEach(rules::add);
        }
      }
    }
    ArrayNode all = Json.array();
    rules.forEach(all::add);
    return all;
  }
}
