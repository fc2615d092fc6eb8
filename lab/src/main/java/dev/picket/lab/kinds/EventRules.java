package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;

/** Events, kept as those of core/v1. */
final class EventRules implements KindRules {

  @Override
  public void complete(ObjectNode event) {
    Defaults.object(event, "involvedObject");
    Defaults.object(event, "source");
    Defaults.put(event, "reportingComponent", "");
    Defaults.put(event, "reportingInstance", "");
    for (String time : List.of("firstTimestamp", "lastTimestamp", "eventTime")) {
      if (!event.has(time)) {
        event.putNull(time);
      }
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode event) {
    Problems problems = new Problems();
    String space = event.path("metadata").path("namespace").asText();
    JsonNode about = event.path("involvedObject").path("namespace");
    boolean cluster = about.asText().isEmpty();
    if (cluster
        ? !List.of("default", "kube-system").contains(space)
        : !space.equals(about.asText())) {
      problems.invalid(
          "involvedObject.namespace", about.asText(), "does not match event.namespace");
    }
    return problems.found();
  }
}
