package dev.picket.lab.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OwnershipTest {

  private static final ResourceType MAPS = BuiltInTypes.get("", "configmaps");
  private static final ResourceType DEPLOYMENTS = BuiltInTypes.get("apps", "deployments");
  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final String LATER = "2026-01-02T00:00:00Z";

  @Test
  void whoCreatesOwnsAllFieldsAndTheMapsThatAreNew() {
    ObjectNode object = map("{'a':'1'}");
    Ownership.created(MAPS, object, owner("m"), TIME);
    assertThat(managers(object)).containsExactly("m Update {\"f:data\":{\".\":{},\"f:a\":{}}}");
  }

  @Test
  void anUpdateTakesWhatItChangesFromOthers() {
    ObjectNode former = map("{'a':'1','b':'1'}");
    Ownership.created(MAPS, former, owner("m"), TIME);
    ObjectNode next = former.deepCopy();
    next.withObjectProperty("data").put("a", "2");
    Ownership.updated(MAPS, former, next, owner("n"), LATER);
    assertThat(managers(next))
        .containsExactly(
            "m Update {\"f:data\":{\".\":{},\"f:b\":{}}}", "n Update {\"f:data\":{\"f:a\":{}}}");
  }

  @Test
  void anApplyThatChangesWhatOthersOwnConflicts() {
    ObjectNode live = map("{'a':'1'}");
    Ownership.created(MAPS, live, owner("m"), TIME);
    assertThatThrownBy(() -> apply(live, "{'a':'2'}", "n", false))
        .isInstanceOf(StatusException.class)
        .hasMessage("Apply failed with 1 conflict: conflict with \"m\" using v1: .data.a");
    assertThat(apply(live, "{'a':'2'}", "n", true).path("data").path("a").asText()).isEqualTo("2");
  }

  @Test
  void whatAManagerNoLongerAppliesGoesUnlessOthersOwnIt() {
    ObjectNode one = apply(null, "{'a':'1','b':'1'}", "m", false);
    ObjectNode two = apply(one, "{'b':'1','c':'1'}", "n", false);
    ObjectNode three = apply(two, "{}", "m", false);
    assertThat(three.path("data").toString()).isEqualTo("{\"b\":\"1\",\"c\":\"1\"}");
    assertThat(managers(three)).containsExactly("n Apply {\"f:data\":{\"f:b\":{},\"f:c\":{}}}");
  }

  @Test
  void oneEmptyEntryResetsWhatIsTracked() {
    ObjectNode former = map("{'a':'1'}");
    Ownership.created(MAPS, former, owner("m"), TIME);
    ObjectNode next = former.deepCopy();
    next.withObjectProperty("metadata").putArray("managedFields").addObject();
    Ownership.updated(MAPS, former, next, owner("n"), LATER);
    assertThat(next.path("metadata").has("managedFields")).isFalse();
  }

  @Test
  void elementsAreOwnedByTheirKeysWithDefaults() {
    ObjectNode config =
        read(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'d'},'spec':{"
                + "'template':{'spec':{'containers':[{'name':'c','ports':[{'containerPort':80}]}"
                + "]}}}}");
    ObjectNode applied =
        Ownership.applied(DEPLOYMENTS, null, config, new Owner("m", "apps/v1", ""), false, TIME);
    assertThat(managers(applied).getFirst())
        .contains("k:{\\\"name\\\":\\\"c\\\"}")
        .contains("k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}");
  }

  @Test
  void unknownFieldsAreRefused() {
    ObjectNode config = map("{}").put("nothing", "1");
    assertThatThrownBy(() -> Ownership.applied(MAPS, null, config, owner("m"), false, TIME))
        .hasMessageContaining(".nothing: field not declared in schema");
  }

  /** Applying twice is applying once, and managers of disjoint fields never conflict. */
  @Test
  void randomAppliesHoldTheRules() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ObjectNode live = apply(null, "{'start':'1'}", "start", false);
    for (int step = 0; step < 300; step++) {
      String manager = "m" + random.nextInt(3);
      StringBuilder data = new StringBuilder("{");
      for (int key = 0; key < 4; key++) {
        if (random.nextBoolean()) {
          data.append(data.length() > 1 ? "," : "");
          data.append("'%s-%d':'%d'".formatted(manager, key, random.nextInt(3)));
        }
      }
      String config = data.append('}').toString();
      ObjectNode once = apply(live, config, manager, false);
      ObjectNode twice = apply(once, config, manager, false);
      assertThat(twice).as("seed %d step %d", seed, step).isEqualTo(once);
      ObjectNode wanted = read(config);
      once.path("data")
          .properties()
          .forEach(each -> {
            if (each.getKey().startsWith(manager)) {
              assertThat(each.getValue()).as("seed %d", seed).isEqualTo(wanted.get(each.getKey()));
            }
          });
      live = once;
    }
  }

  private static ObjectNode apply(
      @Nullable ObjectNode live, String data, String manager, boolean force) {
    return Ownership.applied(MAPS, live, map(data), owner(manager), force, TIME);
  }

  private static Owner owner(String name) {
    return new Owner(name, "v1", "");
  }

  private static List<String> managers(ObjectNode object) {
    List<String> lines = new ArrayList<>();
    object
        .path("metadata")
        .path("managedFields")
        .forEach(each ->
            lines.add(
                each.path("manager").asText()
                    + " "
                    + each.path("operation").asText()
                    + " "
                    + each.path("fieldsV1")));
    return lines;
  }

  private static ObjectNode map(String data) {
    ObjectNode map = read("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'a'}}");
    map.set("data", read(data));
    return map;
  }

  private static ObjectNode read(String json) {
    return (ObjectNode) Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), true);
  }
}
