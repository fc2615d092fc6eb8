package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** How columns of built-in kinds are declared, and what many of them show. */
final class Cells {

  static final String NONE = "<none>";
  static final String UNSET = "<unset>";
  static final String UNKNOWN = Ages.UNKNOWN;

  static final Column NAME =
      new Column("Name", "string", "name", "The object's name", 0, pointer("/metadata/name"));
  static final Column AGE =
      text(
          "Age",
          (object, now) -> Ages.since(object.at("/metadata/creationTimestamp").asText(""), now));

  /** When it was created, as kinds without columns of their own have it. */
  static final Column CREATED =
      new Column(
          "Created At",
          "date",
          "",
          "When it was created",
          0,
          pointer("/metadata/creationTimestamp"));

  private Cells() {}

  static Column text(String name, BiFunction<JsonNode, Instant, String> cell) {
    return column(name, "string", 0, cell);
  }

  static Column text(String name, Function<JsonNode, String> cell) {
    return text(name, (object, _) -> cell.apply(object));
  }

  /** The text at a place, empty when there is none. */
  static Column text(String name, String pointer) {
    return text(name, object -> object.at(pointer).asText(""));
  }

  /** A column of wide tables only. */
  static Column wide(String name, Function<JsonNode, String> cell) {
    return column(name, "string", 1, (object, _) -> cell.apply(object));
  }

  static Column wide(String name, BiFunction<JsonNode, Instant, String> cell) {
    return column(name, "string", 1, cell);
  }

  /** The number at a place, zero when there is none. */
  static Column number(String name, String pointer) {
    return number(name, object -> object.at(pointer).asLong());
  }

  static Column number(String name, Function<JsonNode, Long> cell) {
    return new Column(
        name, "integer", "", name, 0, (object, _) -> LongNode.valueOf(cell.apply(object)));
  }

  /** The same in a column of texts, as some kinds have it. */
  static Column numberAmongTexts(String name, String pointer) {
    return value(name, "string", object -> LongNode.valueOf(object.at(pointer).asLong()));
  }

  /** How many members there are at a place. */
  static Column count(String name, String type, String pointer) {
    return new Column(
        name, type, "", name, 0, (object, _) -> LongNode.valueOf(object.at(pointer).size()));
  }

  static Column value(String name, String type, Function<JsonNode, JsonNode> cell) {
    return new Column(name, type, "", name, 0, (object, _) -> cell.apply(object));
  }

  private static Column column(
      String name, String type, int priority, BiFunction<JsonNode, Instant, String> cell) {
    return new Column(
        name, type, "", name, priority, (object, now) -> TextNode.valueOf(cell.apply(object, now)));
  }

  private static Column.Cell pointer(String pointer) {
    return (object, _) -> TextNode.valueOf(object.at(pointer).asText(""));
  }

  /** The text, or another where it is empty or missing. */
  static String or(JsonNode text, String otherwise) {
    String given = text.asText("");
    return given.isEmpty() ? otherwise : given;
  }

  /** Labels as {@code a=b,c=d}. */
  static String labels(JsonNode labels) {
    Map<String, String> sorted = new TreeMap<>();
    labels.properties().forEach(each -> sorted.put(each.getKey(), each.getValue().asText("")));
    List<String> terms = new ArrayList<>();
    sorted.forEach((key, value) -> terms.add(key + "=" + value));
    return terms.isEmpty() ? NONE : String.join(",", terms);
  }

  /** A LabelSelector in the form of a command's argument. */
  static String selector(JsonNode selector) {
    if (selector.isMissingNode() || selector.isNull()) {
      return NONE;
    }
    Map<String, List<String>> terms = new TreeMap<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            each -> add(terms, each.getKey(), each.getKey() + "=" + each.getValue().asText("")));
    for (JsonNode each : selector.path("matchExpressions")) {
      String key = each.path("key").asText("");
      List<String> values = new ArrayList<>();
      each.path("values").forEach(value -> values.add(value.asText("")));
      values.sort(null);
      String list = " (" + String.join(",", values) + ")";
      add(
          terms,
          key,
          switch (each.path("operator").asText("")) {
            case "In" -> key + " in" + list;
            case "NotIn" -> key + " notin" + list;
            case "DoesNotExist" -> "!" + key;
            default -> key;
          });
    }
    List<String> all = terms.values().stream().flatMap(List::stream).toList();
    return all.isEmpty() ? NONE : String.join(",", all);
  }

  private static void add(Map<String, List<String>> terms, String key, String term) {
    terms.computeIfAbsent(key, _ -> new ArrayList<>()).add(term);
  }

  /** One member of each element, joined. */
  static String joined(JsonNode list, String member, String separator) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.path(member).asText("")));
    return String.join(separator, texts);
  }

  static String joined(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText("")));
    return String.join(",", texts);
  }

  /** The first of many, and how many there are besides. */
  static String few(List<String> all, int most, String separator) {
    return all.size() <= most
        ? String.join(separator, all)
        : String.join(separator, all.subList(0, most)) + " + " + (all.size() - most) + " more...";
  }

  /** The status of a condition, empty when there is none of the type. */
  static String condition(JsonNode object, String type) {
    for (JsonNode each : object.at("/status/conditions")) {
      if (each.path("type").asText("").equals(type)) {
        return each.path("status").asText("");
      }
    }
    return "";
  }

  static boolean deleting(JsonNode object) {
    return object.path("metadata").hasNonNull("deletionTimestamp");
  }
}
