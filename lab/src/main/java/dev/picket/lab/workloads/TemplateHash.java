package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * Short names for templates: a hash of 32 bits in letters that make no words. The letters are those
 * of the real controllers; the hash differs, since theirs is over the memory of a Go program.
 */
final class TemplateHash {

  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int OFFSET = 0x811c9dc5;
  private static final int PRIME = 0x01000193;

  private TemplateHash() {}

  /**
   * The hash of a template.
   *
   * @param collisions how often its name was taken by another template
   */
  static String of(JsonNode template, long collisions) {
    int hash = OFFSET;
    for (byte each : Json.bytes(sorted(template))) {
      hash = (hash ^ (each & 0xff)) * PRIME;
    }
    if (collisions > 0) {
      for (char each : Long.toString(collisions).toCharArray()) {
        hash = (hash ^ each) * PRIME;
      }
    }
    StringBuilder name = new StringBuilder();
    for (char digit : Integer.toUnsignedString(hash).toCharArray()) {
      name.append(LETTERS.charAt(digit % LETTERS.length()));
    }
    return name.toString();
  }

  /** The same with its members in order, so that equal templates have equal bytes. */
  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(each -> members.put(each.getKey(), sorted(each.getValue())));
      ObjectNode object = Json.object();
      object.setAll(members);
      return object;
    }
    if (node.isArray()) {
      var array = Json.array();
      node.forEach(each -> array.add(sorted(each)));
      return array;
    }
    return node;
  }
}
