package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Ends a request with a {@code metav1.Status}, worded as the real API server words it. */
public final class StatusException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final String STALE =
      "the object has been modified; please apply your changes to the latest version and try again";

  private final int code;
  private final String reason;
  private final transient ObjectNode details;

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
    status.set("metadata", Json.object());
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

  public static StatusException badRequest(String message) {
    return of(400, "BadRequest", message);
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

  public static StatusException forbidden(ResourceType type, String name, String why) {
    String message = quoted(type, name) + " is forbidden: " + why;
    return about(type, name, 403, "Forbidden", message);
  }

  /** One wrong field, named by its path. */
  public static StatusException invalid(
      ResourceType type, String name, String field, String problem) {
    String subject = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
    String message = subject + " \"" + name + "\" is invalid: " + field + ": " + problem;
    StatusException invalid = about(type, name, 422, "Invalid", message);
    invalid.details.put("kind", type.kind());
    ObjectNode cause = invalid.details.putArray("causes").addObject();
    cause.put("reason", "FieldValueInvalid").put("message", problem).put("field", field);
    return invalid;
  }

  /** Wrong options of a list or a watch. */
  public static StatusException invalidOptions(String field, String problem) {
    StatusException invalid =
        of(422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: " + field + ": " + problem);
    invalid.details.put("group", "meta.k8s.io").put("kind", "ListOptions");
    ObjectNode cause = invalid.details.putArray("causes").addObject();
    cause.put("reason", "FieldValueForbidden").put("message", problem).put("field", field);
    return invalid;
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
