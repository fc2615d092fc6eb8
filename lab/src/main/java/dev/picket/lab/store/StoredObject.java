package dev.picket.lab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** An object as it was at one revision: its JSON, written once, and what selectors look at. */
public final class StoredObject {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Key key;
  private final long revision;
  private final String uid;
  private final String apiVersion;
  private final Map<String, String> labels;
  private final byte[] json;

  private StoredObject(Key key, long revision, ObjectNode content, byte[] json) {
    JsonNode metadata = content.path("metadata");
    this.key = key;
    this.revision = revision;
    this.uid = metadata.path("uid").asText();
    this.apiVersion = content.path("apiVersion").asText().intern();
    this.labels = labels(metadata.path("labels"));
    this.json = json;
  }

  /** The content at a revision, which becomes its {@code metadata.resourceVersion}. */
  static StoredObject of(Key key, long revision, ObjectNode content) {
    content.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
    try {
      return new StoredObject(key, revision, content, MAPPER.writeValueAsBytes(content));
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Key key() {
    return key;
  }

  public long revision() {
    return revision;
  }

  public String uid() {
    return uid;
  }

  public String apiVersion() {
    return apiVersion;
  }

  public Map<String, String> labels() {
    return labels;
  }

  /** A fresh copy that the caller may change. */
  public ObjectNode content() {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes the JSON. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(json);
  }

  /** The same object as if it had been written at another revision. */
  StoredObject at(long otherRevision) {
    return of(key, otherRevision, content());
  }

  private static Map<String, String> labels(JsonNode node) {
    if (node.isEmpty()) {
      return Map.of();
    }
    Map<String, String> labels = new TreeMap<>();
    node.properties().forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
    return Map.copyOf(labels);
  }
}
