package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;

/** Ends a request with a {@code metav1.Status}, worded as the real API server words it. */
public final class StatusException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final String STALE =
      "the object has been modified; please apply your changes to the latest version and try again";

  private final int code;
  private final String reason;
  private final transient ObjectNode details;
  private final transient ObjectNode metadata = Json.object();

  private StatusException(int code, String reason, String message, ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /** The status as JSON. */
  public ObjectNode status() {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.set("metadata", metadata);
    status.put("status", "Failure").put("message", String.valueOf(getMessage()));
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  public static StatusException of(int code, String reason, String message) {
    return new StatusException(code, reason, message, Json.object());
  }

  /**
   * The same with details.
   *
   * @param details as a Status has them; not to be changed afterwards
   */
  public static StatusException of(int code, String reason, String message, ObjectNode details) {
    return new StatusException(code, reason, message, details);
  }

  /** What failed inside of the server, or of what it asked. */
  public static StatusException internal(String why) {
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("message", why);
    return of(500, "InternalError", "Internal error occurred: " + why, details);
  }

  public static StatusException badRequest(String message) {
    return of(400, "BadRequest", message);
  }

  /**
   * A patch that does not apply. The real one says no more than the message; what is wrong is told
   * as a cause.
   *
   * @param field in the patch; empty when it is not known
   */
  public static StatusException rejected(String field, String problem) {
    StatusException rejected =
        of(422, "Invalid", "the server rejected our request due to an error in our request");
    rejected.cause("FieldValueInvalid", problem, field);
    return rejected;
  }

  /** Fields that others own, where an apply wants other values. */
  public static StatusException applyConflict(String message, List<FieldProblem> problems) {
    StatusException conflict = of(409, "Conflict", message);
    problems.forEach(each -> conflict.cause(each.reason().code(), each.detail(), each.field()));
    return conflict;
  }

  public static StatusException notFound(ResourceType type, String name) {
    return about(type, name, 404, "NotFound", quoted(type, name) + " not found");
  }

  /** For a path that leads nowhere. */
  public static StatusException nothingHere() {
    return of(404, "NotFound", "the server could not find the requested resource");
  }

  public static StatusException alreadyExists(ResourceType type, String name) {
    return about(type, name, 409, "AlreadyExists", quoted(type, name) + " already exists");
  }

  public static StatusException stale(ResourceType type, String name) {
    return conflict(type, name, STALE);
  }

  public static StatusException conflict(ResourceType type, String name, String why) {
    String message = "Operation cannot be fulfilled on " + quoted(type, name) + ": " + why;
    return about(type, name, 409, "Conflict", message);
  }

  /** A deletion of another incarnation or revision than the one that is there. */
  public static StatusException unmet(ResourceType type, String name, String why) {
    StatusException unmet =
        about(
            type,
            name,
            409,
            "Conflict",
            "Operation cannot be fulfilled on " + type.kind() + " \"" + name + "\": " + why);
    unmet.details.put("kind", type.kind());
    return unmet;
  }

  public static StatusException forbidden(ResourceType type, String name, String why) {
    String message = quoted(type, name) + " is forbidden: " + why;
    return about(type, name, 403, "Forbidden", message);
  }

  /** One wrong field, named by its path. */
  public static StatusException invalid(
      ResourceType type, String name, String field, String problem) {
    return invalid(
        type, name, List.of(new FieldProblem(FieldProblem.Reason.INVALID, field, problem)));
  }

  /** Wrong fields, of which there is at least one. */
  public static StatusException invalid(
      ResourceType type, String name, List<FieldProblem> problems) {
    String subject = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    List<String> lines =
        problems.stream().map(each -> each.field() + ": " + each.detail()).distinct().toList();
    String all = lines.size() == 1 ? lines.getFirst() : "[" + String.join(", ", lines) + "]";
    String message = subject + " \"" + name + "\" is invalid: " + all;
    StatusException invalid = about(type, name, 422, "Invalid", message);
    invalid.details.put("kind", type.kind());
    addCauses(invalid.details, problems);
    return invalid;
  }

  /**
   * Wrong fields of an object without a name.
   *
   * @param kind may be empty, as the real API server leaves it out here and there
   */
  public static StatusException invalid(String group, String kind, List<FieldProblem> problems) {
    List<String> lines =
        problems.stream().map(each -> each.field() + ": " + each.detail()).distinct().toList();
    String all = lines.size() == 1 ? lines.getFirst() : "[" + String.join(", ", lines) + "]";
    StatusException invalid = of(422, "Invalid", kind + "." + group + " \"\" is invalid: " + all);
    invalid.details.put("group", group);
    if (!kind.isEmpty()) {
      invalid.details.put("kind", kind);
    }
    addCauses(invalid.details, problems);
    return invalid;
  }

  private static void addCauses(ObjectNode details, List<FieldProblem> problems) {
    ArrayNode causes = details.putArray("causes");
    for (FieldProblem each : problems) {
      ObjectNode cause = causes.addObject().put("reason", each.reason().code());
      cause.put("message", each.detail()).put("field", each.field());
    }
  }

  /** A patch whose outcome is not an object of the resource. */
  public static StatusException invalidPatch(JsonNode outcome, String why) {
    String shown = TextNode.valueOf(outcome.toString()).toString();
    String detail = "Invalid value: " + shown + ": " + why;
    StatusException invalid = of(422, "Invalid", " \"\" is invalid: patch: " + detail);
    ObjectNode cause = invalid.details.putArray("causes").addObject();
    cause.put("reason", "FieldValueInvalid").put("message", detail).put("field", "patch");
    return invalid;
  }

  /** Says why, among the details; the field may be empty. */
  public void cause(String group, String kind, String reason, String problem, String field) {
    details.put("group", group).put("kind", kind);
    cause(reason, problem, field);
  }

  /** The same without saying what it is about. */
  public void cause(String reason, String problem, String field) {
    ObjectNode cause = details.withArrayProperty("causes").addObject();
    cause.put("reason", reason).put("message", problem).put("field", field);
  }

  /** Wrong options of a list or a watch. */
  public static StatusException invalidOptions(String field, String problem) {
    return invalidOptions(
        "ListOptions", new FieldProblem(FieldProblem.Reason.FORBIDDEN, field, problem));
  }

  /**
   * A wrong option of a request.
   *
   * @param kind such as {@code CreateOptions}
   */
  public static StatusException invalidOptions(String kind, FieldProblem problem) {
    StatusException invalid =
        of(
            422,
            "Invalid",
            kind + ".meta.k8s.io \"\" is invalid: " + problem.field() + ": " + problem.detail());
    invalid.cause("meta.k8s.io", kind, problem.reason().code(), problem.detail(), problem.field());
    return invalid;
  }

  /** Wrong options of a list, of which there is at least one. */
  public static StatusException invalidOptions(List<FieldProblem> problems) {
    List<String> lines =
        problems.stream().map(each -> each.field() + ": " + each.detail()).toList();
    String all = lines.size() == 1 ? lines.getFirst() : "[" + String.join(", ", lines) + "]";
    StatusException invalid = of(422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: " + all);
    for (FieldProblem each : problems) {
      invalid.cause(
          "meta.k8s.io", "ListOptions", each.reason().code(), each.detail(), each.field());
    }
    return invalid;
  }

  /**
   * A page of a list that is no longer held.
   *
   * @param next a token with which the list goes on at the newest revision
   */
  public static StatusException expiredPage(String message, String next) {
    StatusException expired = expired(message);
    expired.metadata.put("continue", next);
    return expired;
  }

  public static StatusException expired(String message) {
    return of(410, "Expired", message);
  }

  /** A revision that is not there yet. */
  public static StatusException tooLarge(long asked, long now) {
    String message = "Too large resource version: " + asked + ", current: " + now;
    StatusException timeout = of(504, "Timeout", message);
    timeout.details.put("retryAfterSeconds", 1);
    ObjectNode cause = timeout.details.putArray("causes").addObject();
    cause.put("reason", "ResourceVersionTooLarge").put("message", "Too large resource version");
    return timeout;
  }

  public static StatusException methodNotAllowed(String message) {
    return of(405, "MethodNotAllowed", message);
  }

  public static StatusException unsupportedMediaType(String message) {
    return of(415, "UnsupportedMediaType", message);
  }

  private static StatusException about(
      ResourceType type, String name, int code, String reason, String message) {
    StatusException about = of(code, reason, message);
    about.details.put("name", name);
    if (!type.group().isEmpty()) {
      about.details.put("group", type.group());
    }
    about.details.put("kind", type.plural());
    return about;
  }

  private static String quoted(ResourceType type, String name) {
    return type.resource() + " \"" + name + "\"";
  }
}
