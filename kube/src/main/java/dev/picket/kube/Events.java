package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The events of one watch, read by one thread as fast as it takes them: a slow reader holds up the
 * server, and nothing piles up in between. Any thread may close it, which ends the reading.
 */
final class Events implements AutoCloseable {

  /** One event: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR, and its object. */
  record Event(String type, JsonNode object) {}

  private final @Nullable Answer refusal;
  private final InputStream in;
  private final @Nullable Deadline deadline;
  private @Nullable MappingIterator<JsonNode> events;

  private Events(@Nullable Answer refusal, InputStream in, @Nullable Deadline deadline) {
    this.refusal = refusal;
    this.in = in;
    this.deadline = deadline;
  }

  static Events of(InputStream in, Duration limit) {
    return new Events(null, in, Deadline.of(limit, in));
  }

  static Events refused(Answer refusal) {
    return new Events(refusal, InputStream.nullInputStream(), null);
  }

  /** The answer of a server that did not begin the watch; null when it did. */
  @Nullable Answer refusal() {
    return refusal;
  }

  /** Whether there is another, for which it waits; not once the watch has ended. */
  boolean hasNext() throws IOException {
    return events().hasNextValue();
  }

  Event next() throws IOException {
    JsonNode event = events().nextValue();
    return new Event(event.path("type").asText(), event.path("object"));
  }

  // Not in the constructor: Jackson looks at the first bytes, for which it may have to wait.
  private MappingIterator<JsonNode> events() throws IOException {
    MappingIterator<JsonNode> reading = events;
    if (reading == null) {
      reading = Json.MAPPER.readerFor(JsonNode.class).readValues(in);
      events = reading;
    }
    return reading;
  }

  @Override
  public void close() throws IOException {
    if (deadline != null) {
      deadline.close();
    }
    in.close();
  }
}
