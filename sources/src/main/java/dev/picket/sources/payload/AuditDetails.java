package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What is kept of an audit event. The objects of request and response are not, since they may hold
 * secrets, nor are most annotations, since admission webhooks leave patches of objects there.
 */
final class AuditDetails {

  private static final List<String> KEPT =
      List.of(
          "auditID",
          "level",
          "stage",
          "verb",
          "requestURI",
          "user",
          "impersonatedUser",
          "sourceIPs",
          "userAgent",
          "objectRef",
          "requestReceivedTimestamp",
          "stageTimestamp");

  private static final List<String> STATUS_KEPT = List.of("code", "status", "reason");
  private static final List<String> RBAC_KEPT = List.of("roleRef", "subjects", "rules");
  private static final List<String> ANNOTATIONS_KEPT =
      List.of(
          "authorization.k8s.io/decision",
          "authorization.k8s.io/reason",
          "pod-security.kubernetes.io/enforce-policy");

  private AuditDetails() {}

  static String text(AuditEvent event, AuditVerdict.Matters matters) {
    ObjectNode details = copy(event.json(), KEPT);
    set(details, "responseStatus", copy(event.json().path("responseStatus"), STATUS_KEPT));
    set(details, "annotations", copy(event.json().path("annotations"), ANNOTATIONS_KEPT));
    if (matters.eventType().equals("rbac_change")) {
      set(details, "change", copy(event.json().path("requestObject"), RBAC_KEPT));
    }
    matters.privileges().forEach(details.withArray("privileges")::add);
    if (matters.privileges().isEmpty()) {
      details.remove("privileges");
    } else {
      addImages(details, event.requestField("spec").path("containers"));
    }
    return Details.text(details);
  }

  private static void addImages(ObjectNode details, JsonNode containers) {
    containers.forEach(each -> details.withArray("images").add(each.path("image").asText()));
  }

  private static ObjectNode copy(JsonNode from, List<String> fields) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    for (String field : fields) {
      JsonNode value = from.get(field);
      if (value != null && !value.isNull()) {
        copy.set(field, value);
      }
    }
    return copy;
  }

  private static void set(ObjectNode details, String field, ObjectNode value) {
    if (!value.isEmpty()) {
      details.set(field, value);
    }
  }
}
