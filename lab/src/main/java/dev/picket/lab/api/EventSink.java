package dev.picket.lab.api;

import java.io.IOException;

/** Where a watch writes: a chunked response, a stream of HTTP/2 or a WebSocket. */
public interface EventSink {

  /** Takes one event as JSON, without a line's end. */
  void event(byte[] json) throws IOException;

  /** Sends what was taken. */
  void flush() throws IOException;

  /** Called in silence, so that a transport can find out whether its client is still there. */
  void silence() throws IOException;
}
