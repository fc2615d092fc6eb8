package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of nodes, events, quotas and the like. */
final class ClusterCells {

  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

  private ClusterCells() {}

  static List<Column> node() {
    return List.of(
        Cells.NAME,
        Cells.text("Status", ClusterCells::nodeStatus),
        Cells.text("Roles", ClusterCells::roles),
        Cells.AGE,
        Cells.text("Version", "/status/nodeInfo/kubeletVersion"),
        Cells.wide("Internal-IP", object -> address(object, "InternalIP")),
        Cells.wide("External-IP", object -> address(object, "ExternalIP")),
        Cells.wide("OS-Image", object -> info(object, "osImage")),
        Cells.wide("Kernel-Version", object -> info(object, "kernelVersion")),
        Cells.wide("Container-Runtime", object -> info(object, "containerRuntimeVersion")));
  }

  static List<Column> namespace() {
    return List.of(Cells.NAME, Cells.text("Status", "/status/phase"), Cells.AGE);
  }

  /** Of events in either of their two versions. */
  static List<Column> event() {
    return List.of(
        Cells.text("Last Seen", ClusterCells::lastSeen),
        Cells.text("Type", "/type"),
        Cells.text("Reason", "/reason"),
        Cells.text("Object", ClusterCells::eventObject),
        Cells.wide("Subobject", event -> about(event).path("fieldPath").asText("")),
        Cells.wide("Source", ClusterCells::eventSource),
        Cells.text(
            "Message",
            event -> Cells.or(event.path("message"), event.path("note").asText("")).strip()),
        Cells.wide("First Seen", ClusterCells::firstSeen),
        new Column(
            "Count",
            "string",
            "",
            "How often it happened",
            1,
            (event, _) -> LongNode.valueOf(eventCount(event))),
        new Column(
            "Name",
            "string",
            "name",
            "The object's name",
            1,
            (object, now) -> Cells.NAME.cell().of(object, now)));
  }

  static List<Column> resourceQuota() {
    return List.of(
        Cells.NAME,
        Cells.text("Request", object -> quota(object, false)),
        Cells.text("Limit", object -> quota(object, true)),
        Cells.AGE);
  }

  static List<Column> lease() {
    return List.of(Cells.NAME, Cells.text("Holder", "/spec/holderIdentity"), Cells.AGE);
  }

  static List<Column> priorityClass() {
    return List.of(
        Cells.NAME,
        Cells.number("Value", "/value"),
        Cells.value(
            "Global-Default",
            "boolean",
            object -> BooleanNode.valueOf(object.path("globalDefault").asBoolean())),
        Cells.AGE,
        Cells.text(
            "PreemptionPolicy",
            object -> Cells.or(object.path("preemptionPolicy"), "PreemptLowerPriority")));
  }

  static List<Column> runtimeClass() {
    return List.of(Cells.NAME, Cells.text("Handler", "/handler"), Cells.AGE);
  }

  static List<Column> flowSchema() {
    return List.of(
        Cells.NAME,
        Cells.text("PriorityLevel", "/spec/priorityLevelConfiguration/name"),
        Cells.value(
            "MatchingPrecedence",
            "string",
            object -> LongNode.valueOf(object.at("/spec/matchingPrecedence").asLong())),
        Cells.text(
            "DistinguisherMethod",
            object -> Cells.or(object.at("/spec/distinguisherMethod/type"), Cells.NONE)),
        Cells.AGE,
        Cells.text(
            "MissingPL",
            object -> {
              String dangling = Cells.condition(object, "Dangling");
              return dangling.isEmpty() ? "?" : dangling;
            }));
  }

  static List<Column> priorityLevel() {
    String limited = "/spec/limited";
    String queuing = limited + "/limitResponse/queuing";
    return List.of(
        Cells.NAME,
        Cells.text("Type", "/spec/type"),
        orNone("NominalConcurrencyShares", limited + "/nominalConcurrencyShares"),
        orNone("Queues", queuing + "/queues"),
        orNone("HandSize", queuing + "/handSize"),
        orNone("QueueLengthLimit", queuing + "/queueLengthLimit"),
        Cells.AGE);
  }

  private static Column orNone(String name, String pointer) {
    return Cells.text(name, object -> Cells.or(object.at(pointer), Cells.NONE));
  }

  private static String nodeStatus(JsonNode node) {
    String ready = Cells.condition(node, "Ready");
    String status = ready.isEmpty() ? "Unknown" : ready.equals("True") ? "Ready" : "NotReady";
    return node.at("/spec/unschedulable").asBoolean() ? status + ",SchedulingDisabled" : status;
  }

  private static String roles(JsonNode node) {
    TreeSet<String> roles = new TreeSet<>();
    node.at("/metadata/labels")
        .properties()
        .forEach(each -> {
          String value = each.getValue().asText("");
          if (each.getKey().startsWith(ROLE_PREFIX)) {
            roles.add(each.getKey().substring(ROLE_PREFIX.length()));
          } else if (each.getKey().equals("kubernetes.io/role")) {
            roles.add(value);
          }
        });
    roles.remove("");
    return roles.isEmpty() ? Cells.NONE : String.join(",", roles);
  }

  private static String address(JsonNode node, String type) {
    for (JsonNode each : node.at("/status/addresses")) {
      if (each.path("type").asText("").equals(type)) {
        return each.path("address").asText("");
      }
    }
    return Cells.NONE;
  }

  private static String info(JsonNode node, String member) {
    return Cells.or(node.at("/status/nodeInfo").path(member), Cells.UNKNOWN);
  }

  private static JsonNode about(JsonNode event) {
    JsonNode involved = event.path("involvedObject");
    return involved.isObject() ? involved : event.path("regarding");
  }

  private static String eventObject(JsonNode event) {
    JsonNode about = about(event);
    String kind = about.path("kind").asText("").toLowerCase(Locale.ROOT);
    String name = about.path("name").asText("");
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String lastSeen(JsonNode event, Instant now) {
    String series = event.at("/series/lastObservedTime").asText("");
    String last =
        Cells.or(event.path("lastTimestamp"), event.path("deprecatedLastTimestamp").asText(""));
    if (series.isEmpty() && last.isEmpty()) {
      return firstSeen(event, now);
    }
    return Ages.since(series.isEmpty() ? last : series, now);
  }

  private static String firstSeen(JsonNode event, Instant now) {
    String first =
        Cells.or(event.path("firstTimestamp"), event.path("deprecatedFirstTimestamp").asText(""));
    return Ages.since(first.isEmpty() ? event.path("eventTime").asText("") : first, now);
  }

  private static String eventSource(JsonNode event) {
    JsonNode source =
        event.path("source").isObject() ? event.path("source") : event.path("deprecatedSource");
    String controller =
        Cells.or(event.path("reportingComponent"), event.path("reportingController").asText(""));
    String component = Cells.or(source.path("component"), controller);
    String instance = Cells.or(source.path("host"), event.path("reportingInstance").asText(""));
    return instance.isEmpty() ? component : component + ", " + instance;
  }

  private static long eventCount(JsonNode event) {
    long count = event.path("count").asLong(event.path("deprecatedCount").asLong());
    JsonNode series = event.path("series");
    return series.isObject() ? series.path("count").asLong() : count == 0 ? 1 : count;
  }

  private static String quota(JsonNode quota, boolean limits) {
    Map<String, String> hard = new TreeMap<>();
    quota
        .at("/status/hard")
        .properties()
        .forEach(each -> hard.put(each.getKey(), each.getValue().asText("")));
    List<String> shown = new ArrayList<>();
    hard.forEach((resource, most) -> {
      if (resource.startsWith("limits.") == limits) {
        String used = Cells.or(quota.at("/status/used").path(resource), "0");
        shown.add(resource + ": " + used + "/" + most);
      }
    });
    return String.join(", ", shown);
  }
}
