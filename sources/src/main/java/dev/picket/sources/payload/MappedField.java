package dev.picket.sources.payload;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be found in a generic payload, and where it commonly is (JSON pointers). */
public enum MappedField {
  SEVERITY("severity", "/severity", "/level", "/priority", "/labels/severity"),
  CATEGORY("category", "/category"),
  EVENT_TYPE("eventType", "/eventType", "/event_type", "/type"),
  RULE("rule", "/rule", "/check", "/policy", "/reason", "/labels/alertname"),
  TITLE(
      "title",
      "/title",
      "/message",
      "/summary",
      "/text",
      "/annotations/summary",
      "/annotations/description",
      "/labels/alertname",
      "/name"),
  NAMESPACE(
      "namespace",
      "/resource/namespace",
      "/involvedObject/namespace",
      "/metadata/namespace",
      "/namespace",
      "/labels/namespace"),
  KIND("kind", "/resource/kind", "/involvedObject/kind", "/kind"),
  NAME(
      "name",
      "/resource/name",
      "/involvedObject/name",
      "/metadata/name",
      "/name",
      "/resource",
      "/labels/pod",
      "/labels/instance",
      "/host",
      "/hostname"),
  API_VERSION("apiVersion", "/resource/apiVersion", "/involvedObject/apiVersion", "/apiVersion"),
  TIME("time", "/timestamp", "/time", "/@timestamp", "/observedAt", "/startsAt"),
  ID("id", "/id", "/uuid", "/uid");

  private final String wireName;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes lists that cannot be changed
  private final List<String> pointers;

  MappedField(String wireName, String... pointers) {
    this.wireName = wireName;
    this.pointers = List.of(pointers);
  }

  /** The key in a configuration file. */
  public String wireName() {
    return wireName;
  }

  /** Where it is looked for when no expression is configured, first come first served. */
  List<String> pointers() {
    return pointers;
  }

  /** Reads a wire name. */
  public static Optional<MappedField> ofWireName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName.equals(name)).findFirst();
  }
}
