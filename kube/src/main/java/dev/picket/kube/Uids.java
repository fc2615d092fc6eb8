package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The uids of the objects seen last, by name. Safe for use by many threads. */
final class Uids {

  private static final int NAMES_MAX = 4096;

  private final Map<String, String> uids =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > NAMES_MAX;
        }
      };

  /** The uid seen last under this name; empty if none is remembered. */
  synchronized String of(String name) {
    return uids.getOrDefault(name, "");
  }

  /** Remembers an object's uid, and returns it; empty if it has none. */
  synchronized String saw(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    String uid = metadata.path("uid").asText();
    if (!uid.isEmpty()) {
      uids.put(metadata.path("name").asText(), uid);
    }
    return uid;
  }
}
