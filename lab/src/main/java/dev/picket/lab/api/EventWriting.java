package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Tables;
import dev.picket.lab.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Writes the events of one watch in the form that its client wants. Used by one thread. */
final class EventWriting {

  private static final int ENVELOPE = 64;

  private final View view;
  private final ResourceType type;
  private final InstantSource clock;
  private final WrittenEvents written;
  private boolean headed;

  /**
   * Writes one watch's events.
   *
   * @param written shared with the other watches
   */
  EventWriting(View view, ResourceType type, InstantSource clock, WrittenEvents written) {
    this.view = view;
    this.written = written;
    this.type = type;
    this.clock = clock;
  }

  byte[] event(String event, StoredObject object) throws IOException {
    if (view.form() == View.Form.TABLE) {
      // What it says of ages is true now only.
      return table(event, view.show(type, object));
    }
    return written.event(
        event, view.form(), type, object, object.revision(), () -> fresh(event, object));
  }

  /** The object as it was, at the revision at which it left the selection. */
  byte[] event(String event, StoredObject object, long revision) throws IOException {
    if (view.form() == View.Form.TABLE) {
      return table(event, at(revision, object));
    }
    return written.event(
        event,
        view.form(),
        type,
        object,
        revision,
        () -> event(event, Json.bytes(at(revision, object))));
  }

  private byte[] fresh(String event, StoredObject object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Listing.write(view, type, object, bytes);
    return event(event, bytes.toByteArray());
  }

  private ObjectNode at(long revision, StoredObject object) {
    ObjectNode content = view.show(type, object);
    content.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
    return content;
  }

  byte[] bookmark(long revision, boolean closesInitial) {
    ObjectNode metadata = Json.object();
    metadata.put("resourceVersion", Long.toString(revision)).putNull("creationTimestamp");
    if (closesInitial) {
      metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
    }
    ObjectNode object;
    if (view.form() == View.Form.TABLE) {
      object = Tables.table(type, List.of(), view.include(), false, clock.instant());
    } else {
      boolean whole = view.form() == View.Form.WHOLE;
      object = Json.object().put("kind", whole ? type.kind() : "PartialObjectMetadata");
      object.put("apiVersion", whole ? type.apiVersion() : "meta.k8s.io/v1");
    }
    object.set("metadata", metadata);
    return event("BOOKMARK", Json.bytes(object));
  }

  static byte[] event(String event, byte[] object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(object.length + ENVELOPE);
    bytes.writeBytes(("{\"type\":\"" + event + "\",\"object\":").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(object);
    bytes.write('}');
    return bytes.toByteArray();
  }

  private byte[] table(String event, ObjectNode content) {
    ObjectNode table =
        Tables.table(type, List.of(content), view.include(), !headed, clock.instant());
    headed = true;
    table
        .withObjectProperty("metadata")
        .put("resourceVersion", content.path("metadata").path("resourceVersion").asText());
    return event(event, Json.bytes(table));
  }
}
