package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;

/** Reading Kubernetes' JSON. */
final class Json {

  static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

  private Json() {}

  /**
   * The object's or list's resourceVersion as a number; 0 where it has none. Numbers compare as
   * KEP-5504 promises, and as etcd's always have.
   */
  static long revision(JsonNode object) {
    String text = object.path("metadata").path("resourceVersion").asText();
    return REVISION.matcher(text).matches() ? Long.parseLong(text) : 0;
  }
}
