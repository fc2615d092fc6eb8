package dev.picket.lab.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
  private final List<String> owners;
  private final boolean deleting;
  private final byte[] json;

  /** Where kind and apiVersion end, with which the JSON begins. */
  private final int typeEnd;

  private StoredObject(Key key, long revision, ObjectNode content, byte[] json) {
    JsonNode metadata = content.path("metadata");
    this.key = key;
    this.revision = revision;
    this.uid = metadata.path("uid").asText();
    this.apiVersion = content.path("apiVersion").asText().intern();
    this.labels = labels(metadata.path("labels"));
    this.owners = owners(metadata.path("ownerReferences"));
    this.deleting = metadata.has("deletionTimestamp");
    this.json = json;
    this.typeEnd = type(content).toString().getBytes(StandardCharsets.UTF_8).length - 1;
  }

  /** The content at a revision, which becomes its {@code metadata.resourceVersion} if not zero. */
  static StoredObject of(Key key, long revision, ObjectNode content) {
    ObjectNode metadata = content.withObjectProperty("metadata");
    if (revision == 0) {
      metadata.remove("resourceVersion");
    } else {
      metadata.put("resourceVersion", Long.toString(revision));
    }
    try {
      ObjectNode ordered = type(content);
      ordered.setAll(content);
      return new StoredObject(key, revision, ordered, MAPPER.writeValueAsBytes(ordered));
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What was written before, as it was. */
  static StoredObject read(Key key, long revision, byte[] json) throws IOException {
    if (!(MAPPER.readTree(json) instanceof ObjectNode content)) {
      throw new IOException("found no object at " + key.path());
    }
    return new StoredObject(key, revision, content, json);
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

  /** The uids of its owners. */
  public List<String> owners() {
    return owners;
  }

  /** Whether it is being deleted. */
  public boolean deleting() {
    return deleting;
  }

  /** A fresh copy that the caller may change. */
  public ObjectNode content() {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads the JSON without making anything of it; the caller closes it. */
  public JsonParser parser() throws IOException {
    return MAPPER.createParser(json);
  }

  /** Writes the JSON. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(json);
  }

  /** Writes the JSON without kind and apiVersion, as lists of one kind have it. */
  public void writeUntypedTo(OutputStream out) throws IOException {
    out.write('{');
    int rest = Math.min(json.length - 1, typeEnd + 1);
    out.write(json, rest, json.length - rest);
  }

  /** The JSON itself, which nobody may change. */
  byte[] json() {
    return json;
  }

  private static ObjectNode type(ObjectNode content) {
    ObjectNode type = content.objectNode();
    for (String each : List.of("kind", "apiVersion")) {
      type.put(each, content.path(each).asText());
    }
    return type;
  }

  private static List<String> owners(JsonNode references) {
    List<String> owners = new ArrayList<>(references.size());
    references.forEach(each -> owners.add(each.path("uid").asText()));
    return List.copyOf(owners);
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
