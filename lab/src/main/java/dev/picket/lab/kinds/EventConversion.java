package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Events of events.k8s.io/v1, which are kept as those of core/v1: some fields changed names. */
final class EventConversion implements Conversion {

  /** From names of events.k8s.io/v1 to those of core/v1. */
  private static final Map<String, String> NAMES =
      Map.of(
          "regarding", "involvedObject",
          "note", "message",
          "deprecatedSource", "source",
          "deprecatedFirstTimestamp", "firstTimestamp",
          "deprecatedLastTimestamp", "lastTimestamp",
          "deprecatedCount", "count",
          "reportingController", "reportingComponent");

  @Override
  public void toStored(ObjectNode event) {
    NAMES.forEach((newer, older) -> rename(event, newer, older));
  }

  @Override
  public void fromStored(ObjectNode event) {
    NAMES.forEach((newer, older) -> rename(event, older, newer));
    for (String each : List.of("reportingController", "reportingInstance")) {
      if (event.path(each).asText().isEmpty()) {
        event.remove(each);
      }
    }
  }

  private static void rename(ObjectNode event, String from, String to) {
    JsonNode value = event.remove(from);
    if (value != null) {
      event.set(to, value);
    }
  }
}
