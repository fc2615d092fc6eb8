package dev.picket.lab.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Decoder;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.Journal;
import dev.picket.lab.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Applies the rules of a kind as the pipeline does, to JSON with single quotes. */
final class Applied {

  private final ResourceType type;
  private final KindRules rules;
  private final ObjectStore store = new ObjectStore(1, 100, Journal.NONE);
  private final Surroundings around;

  private Applied(ResourceType type) {
    this.type = type;
    this.rules = BuiltInRules.of(type);
    this.around = new Surroundings("2020-01-01T00:00:00Z", new Random(1), store.latest());
  }

  static Applied rules(String group, String plural) {
    return new Applied(BuiltInTypes.get(group, plural));
  }

  static ObjectNode json(String text) {
    return (ObjectNode) Json.read(text.replace('\'', '"').getBytes(UTF_8), true);
  }

  /** A new object of this specification, completed and prepared. */
  ObjectNode spec(String spec) {
    return made("{'metadata':{'name':'a','uid':'u'},'spec':" + spec + "}");
  }

  ObjectNode made(String text) {
    ObjectNode object = Decoder.decode(type, json(text)).object();
    rules.complete(object);
    rules.prepare(object, around);
    return object;
  }

  /** The problems of a new object, a line each. */
  List<String> problems(ObjectNode object) {
    List<FieldProblem> all = new ArrayList<>(MetadataChecks.check(type, object));
    all.addAll(rules.check(object));
    return lines(all);
  }

  /** The former after a merge of a change, which is completed. */
  ObjectNode changed(ObjectNode former, String path, String value) {
    ObjectNode next = former.deepCopy();
    int slash = path.lastIndexOf('/');
    JsonNode parent = slash == 0 ? next : next.at(path.substring(0, slash));
    String name = path.substring(slash + 1);
    if (value.isEmpty()) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, json("{'v':" + value + "}").path("v"));
    }
    next = Decoder.decode(type, next).object();
    rules.complete(next);
    rules.prepareUpdate(former, next, around);
    return next;
  }

  List<String> updateProblems(ObjectNode former, ObjectNode next) {
    return lines(rules.checkUpdate(former, next));
  }

  private static List<String> lines(List<FieldProblem> problems) {
    return problems.stream().map(each -> each.field() + ": " + each.detail()).toList();
  }
}
