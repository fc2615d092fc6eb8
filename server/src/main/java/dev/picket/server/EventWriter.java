package dev.picket.server;

import dev.picket.observation.Fingerprint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes server-sent events (HTML standard, section 9.2).
 *
 * <p>Only the last event of a batch carries the batch's position as its id: a client that loses the
 * connection in the middle of a batch is told the batch again, and never misses a part of it.
 */
final class EventWriter {

  private static final byte[] HEARTBEAT = utf8(":\n\n");

  private final OutputStream out;
  private final StreamFilter filter;
  private long position;

  /**
   * @param position that the client has seen
   */
  EventWriter(OutputStream out, StreamFilter filter, long position) {
    this.out = out;
    this.filter = filter;
    this.position = position;
  }

  void write(Told told) throws IOException {
    if (told.position() <= position) {
      return;
    }
    switch (told) {
      case Told.Reset _ -> event("reset", utf8("{}"));
      case Told.Changes changes -> write(changes);
    }
    reached(told.position());
    out.flush();
  }

  /** Says where the client stands, and that the stream lives. */
  void reached(long reached) throws IOException {
    position = reached;
    out.write(utf8("id: " + reached + "\n\n"));
  }

  void heartbeat() throws IOException {
    out.write(HEARTBEAT);
    out.flush();
  }

  private void write(Told.Changes changes) throws IOException {
    for (Told.Changed each : changes.changed()) {
      switch (filter.judge(each.observation())) {
        case SHOW -> event("observation", each.json());
        case REMOVE -> removed(each.observation().fingerprint());
        case IGNORE -> {}
      }
    }
    for (Fingerprint each : changes.removed()) {
      removed(each);
    }
  }

  private void removed(Fingerprint fingerprint) throws IOException {
    event("removed", utf8("{\"id\":\"" + fingerprint.hex() + "\"}"));
  }

  private void event(String name, byte[] json) throws IOException {
    out.write(utf8("event: " + name + "\ndata: "));
    out.write(json);
    out.write('\n');
    out.write('\n');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
