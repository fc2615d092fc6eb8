package dev.picket.lab.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.lab.structural.Correlation;
import dev.picket.lab.structural.Shown;
import dev.picket.runtime.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of a schema and of all its parts, compiled. Safe for use by many threads. */
public final class SchemaRules {

  private final StructuralSchema schema;
  private final boolean whole;
  private final List<Rule> rules;
  private final Map<String, SchemaRules> properties;
  private final @Nullable SchemaRules items;
  private final @Nullable SchemaRules additional;

  private SchemaRules(
      StructuralSchema schema,
      boolean whole,
      List<Rule> rules,
      Map<String, SchemaRules> properties,
      @Nullable SchemaRules items,
      @Nullable SchemaRules additional) {
    this.schema = schema;
    this.whole = whole;
    this.rules = rules;
    this.properties = properties;
    this.items = items;
    this.additional = additional;
  }

  /** What is wrong with the rules of a schema that is structural; empty when nothing is. */
  public static List<FieldProblem> check(StructuralSchema schema, String path) {
    List<FieldProblem> problems = new ArrayList<>();
    compile(schema, true, path, null, problems);
    return problems;
  }

  /**
   * The rules of a schema.
   *
   * @throws IllegalArgumentException when there is something wrong with them
   */
  public static SchemaRules of(StructuralSchema schema) {
    List<FieldProblem> problems = new ArrayList<>();
    SchemaRules rules = compile(schema, true, "", null, problems);
    if (!problems.isEmpty() || rules == null) {
      throw new IllegalArgumentException(problems.toString());
    }
    return rules;
  }

  /**
   * What an object violates.
   *
   * @param former the object as it was; null when it is new
   */
  public List<FieldProblem> check(JsonNode object, @Nullable JsonNode former, Ticker ticker) {
    List<FieldProblem> problems = new ArrayList<>();
    Budget budget = new Budget(ticker);
    check(object, former, "", budget, problems);
    if (budget.spent()) {
      problems.add(
          FieldProblem.forbidden(
              "<nil>",
              "validation failed due to running out of cost budget, no further validation rules"
                  + " will be run"));
    }
    return problems;
  }

  private static @Nullable SchemaRules compile(
      StructuralSchema schema,
      boolean whole,
      String path,
      @Nullable String uncorrelatable,
      List<FieldProblem> problems) {
    List<Rule> rules =
        schema.rules().isEmpty()
            ? List.of()
            : Rule.compile(schema, whole, path, uncorrelatable, problems);
    Map<String, SchemaRules> properties = new TreeMap<>();
    for (Map.Entry<String, StructuralSchema> each : schema.properties().entrySet()) {
      String place = path + ".properties[" + each.getKey() + "]";
      SchemaRules inner = compile(each.getValue(), false, place, uncorrelatable, problems);
      if (inner != null) {
        properties.put(each.getKey(), inner);
      }
    }
    SchemaRules items = null;
    if (schema.items() != null) {
      boolean map = schema.extensions().listType().equals("map");
      String from = map || uncorrelatable != null ? uncorrelatable : path;
      items = compile(schema.items(), false, path + ".items", from, problems);
    }
    SchemaRules additional = null;
    if (schema.additional() != null && schema.additional().schema() != null) {
      String place = path + ".additionalProperties";
      additional = compile(schema.additional().schema(), false, place, uncorrelatable, problems);
    }
    return rules.isEmpty() && properties.isEmpty() && items == null && additional == null
        ? null
        : new SchemaRules(schema, whole, rules, properties, items, additional);
  }

  private void check(
      JsonNode value,
      @Nullable JsonNode former,
      String path,
      Budget budget,
      List<FieldProblem> problems) {
    if (budget.spent() || value.isNull()) {
      return;
    }
    if (!rules.isEmpty()) {
      run(value, former, path, budget, problems);
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> each : value.properties()) {
        String name = each.getKey();
        boolean property = schema.properties().containsKey(name);
        SchemaRules inner = property ? properties.get(name) : additional;
        if (inner != null) {
          JsonNode was = former == null ? null : former.get(name);
          String place = property ? join(path, name) : path + "[" + name + "]";
          inner.check(each.getValue(), was, place, budget, problems);
        }
      }
    } else if (value.isArray() && items != null) {
      Correlation correlation = Correlation.of(schema, former);
      for (int index = 0; index < value.size(); index++) {
        JsonNode item = value.get(index);
        String place = path + "[" + index + "]";
        items.check(item, correlation.former(item), place, budget, problems);
      }
    }
  }

  private void run(
      JsonNode value,
      @Nullable JsonNode former,
      String path,
      Budget budget,
      List<FieldProblem> problems) {
    boolean unchanged = former != null && former.equals(value);
    Object self = Values.of(value, schema, whole);
    Object oldSelf = former == null || former.isNull() ? null : Values.of(former, schema, whole);
    for (Rule each : rules) {
      if (unchanged && !each.transition()) {
        continue;
      }
      String message = each.violation(self, oldSelf, budget);
      if (budget.spent()) {
        return;
      }
      if (message != null) {
        problems.add(each.problem(path, Shown.quoted(schema.type()), message));
      }
    }
  }

  static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
