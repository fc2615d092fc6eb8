package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The server's events as they arrive (WHATWG HTML, server-sent events), reduced to those of one
 * name. For one thread.
 */
final class EventStream implements AutoCloseable {

  private final Stream<String> lines;
  private final Function<String, JsonNode> parser;
  private final String name;

  EventStream(Stream<String> lines, Function<String, JsonNode> parser, String name) {
    this.lines = lines;
    this.parser = parser;
    this.name = name;
  }

  /**
   * What each event carries; blocks for the next one, and ends when the server closes the stream.
   *
   * @throws UnavailableException when the connection breaks
   */
  Stream<JsonNode> values() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Events(lines.iterator()), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public void close() {
    lines.close();
  }

  private final class Events implements Iterator<JsonNode> {

    private final Iterator<String> source;
    private @Nullable JsonNode next;

    Events(Iterator<String> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = read();
      }
      return next != null;
    }

    @Override
    public JsonNode next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      JsonNode value = next;
      next = null;
      if (value == null) {
        throw new NoSuchElementException();
      }
      return value;
    }

    private @Nullable JsonNode read() {
      try {
        return readEvent();
      } catch (UncheckedIOException broken) {
        throw new UnavailableException(
            "the connection broke: " + broken.getMessage() + ". Run the command again.", broken);
      }
    }

    private @Nullable JsonNode readEvent() {
      String event = "";
      StringBuilder data = new StringBuilder();
      while (source.hasNext()) {
        String line = source.next();
        if (line.isEmpty()) {
          if (event.equals(name)) {
            return parser.apply(data.toString());
          }
          event = "";
          data.setLength(0);
        } else if (line.startsWith("event:")) {
          event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring("data:".length()).strip());
        }
      }
      return null;
    }
  }
}
