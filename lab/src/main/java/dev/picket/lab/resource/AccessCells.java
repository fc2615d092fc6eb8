package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rows of configuration, permissions and admission. */
final class AccessCells {

  private AccessCells() {}

  static List<Column> configMap() {
    return List.of(
        Cells.NAME,
        Cells.value(
            "Data",
            "string",
            object ->
                LongNode.valueOf(object.path("data").size() + object.path("binaryData").size())),
        Cells.AGE);
  }

  static List<Column> secret() {
    return List.of(
        Cells.NAME, Cells.text("Type", "/type"), Cells.count("Data", "string", "/data"), Cells.AGE);
  }

  static List<Column> serviceAccount() {
    return List.of(Cells.NAME, Cells.count("Secrets", "string", "/secrets"), Cells.AGE);
  }

  static List<Column> binding() {
    return List.of(
        Cells.NAME,
        Cells.text(
            "Role",
            object ->
                object.at("/roleRef/kind").asText("")
                    + "/"
                    + object.at("/roleRef/name").asText("")),
        Cells.AGE,
        Cells.wide("Users", object -> subjects(object, "User")),
        Cells.wide("Groups", object -> subjects(object, "Group")),
        Cells.wide("ServiceAccounts", object -> subjects(object, "ServiceAccount")));
  }

  static List<Column> signingRequest() {
    return List.of(
        Cells.NAME,
        Cells.AGE,
        Cells.text("SignerName", object -> Cells.or(object.at("/spec/signerName"), Cells.NONE)),
        Cells.text("Requestor", "/spec/username"),
        Cells.text(
            "RequestedDuration",
            object -> {
              JsonNode seconds = object.at("/spec/expirationSeconds");
              return seconds.isNumber()
                  ? Ages.text(Duration.ofSeconds(seconds.asLong()))
                  : Cells.NONE;
            }),
        Cells.text("Condition", AccessCells::signing));
  }

  static List<Column> webhooks() {
    return List.of(Cells.NAME, Cells.count("Webhooks", "integer", "/webhooks"), Cells.AGE);
  }

  static List<Column> policy() {
    return List.of(
        Cells.NAME,
        Cells.count("Validations", "integer", "/spec/validations"),
        Cells.text(
            "ParamKind",
            object -> {
              JsonNode kind = object.at("/spec/paramKind");
              return kind.isObject()
                  ? kind.path("apiVersion").asText("") + "/" + kind.path("kind").asText("")
                  : Cells.UNSET;
            }),
        Cells.AGE);
  }

  static List<Column> policyBinding() {
    return List.of(
        Cells.NAME,
        Cells.text("PolicyName", "/spec/policyName"),
        Cells.text("ParamRef", AccessCells::parameters),
        Cells.AGE);
  }

  private static String parameters(JsonNode binding) {
    JsonNode parameters = binding.at("/spec/paramRef");
    if (!parameters.isObject()) {
      return Cells.UNSET;
    }
    String name = parameters.path("name").asText("");
    String space = parameters.path("namespace").asText("");
    if (name.isEmpty()) {
      return Cells.selector(parameters.path("selector"));
    }
    return space.isEmpty() ? "*/" + name : space + "/" + name;
  }

  private static String subjects(JsonNode binding, String kind) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : binding.path("subjects")) {
      if (each.path("kind").asText("").equals(kind)) {
        String name = each.path("name").asText("");
        names.add(
            kind.equals("ServiceAccount") ? each.path("namespace").asText("") + "/" + name : name);
      }
    }
    return String.join(", ", names);
  }

  private static String signing(JsonNode request) {
    boolean approved = !Cells.condition(request, "Approved").isEmpty();
    boolean denied = !Cells.condition(request, "Denied").isEmpty();
    String status = denied ? "Denied" : approved ? "Approved" : "Pending";
    if (!Cells.condition(request, "Failed").isEmpty()) {
      status += ",Failed";
    }
    return request.at("/status/certificate").asText("").isEmpty() ? status : status + ",Issued";
  }
}
