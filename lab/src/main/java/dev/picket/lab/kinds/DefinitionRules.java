package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CustomResourceDefinitions. Their names are accepted on the spot, or refused in their status. */
final class DefinitionRules implements KindRules {

  @Override
  public void complete(ObjectNode definition) {
    ObjectNode spec = object(definition, "spec");
    ObjectNode names = object(spec, "names");
    String kind = names.path("kind").asText();
    if (names.path("singular").asText().isEmpty() && !kind.isEmpty()) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (names.path("listKind").asText().isEmpty() && !kind.isEmpty()) {
      names.put("listKind", kind + "List");
    }
    if (!spec.hasNonNull("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
    if (!spec.path("preserveUnknownFields").asBoolean()) {
      spec.remove("preserveUnknownFields");
    }
  }

  @Override
  public void prepare(ObjectNode definition, Surroundings around) {
    ObjectNode status = definition.putObject("status");
    status.putArray("conditions");
    status.putArray("storedVersions");
    accept(definition, around);
  }

  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    accept(next, around);
  }

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public List<FieldProblem> check(ObjectNode definition) {
    List<FieldProblem> problems = new ArrayList<>(DefinitionChecks.checkName(definition));
    problems.addAll(DefinitionChecks.check(definition));
    problems.addAll(DefinitionChecks.checkStoredVersions(definition));
    return problems;
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    List<FieldProblem> problems = new ArrayList<>(DefinitionChecks.check(next));
    problems.addAll(DefinitionChecks.checkStoredVersions(next));
    problems.addAll(DefinitionChecks.checkKept(former, next));
    return problems;
  }

  private static void accept(ObjectNode definition, Surroundings around) {
    ObjectNode status = object(definition, "status");
    ArrayNode stored = status.withArrayProperty("storedVersions");
    for (JsonNode each : definition.path("spec").path("versions")) {
      if (each.path("storage").asBoolean() && !contains(stored, each.path("name").asText())) {
        stored.add(each.path("name").asText());
      }
    }
    DefinitionNames.accept(definition, around.snapshot(), around.now());
    DefinitionNames.approve(definition, around.now());
  }

  private static boolean contains(ArrayNode texts, String text) {
    for (JsonNode each : texts) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static ObjectNode object(ObjectNode parent, String member) {
    return parent.get(member) instanceof ObjectNode object ? object : parent.putObject(member);
  }
}
