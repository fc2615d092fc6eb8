package dev.picket.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of the event stream that reads as the HTML standard says. */
final class EventStream implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;
  private static final String END = "end of stream";

  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final InputStream in;
  private volatile String lastEventId = "";

  /**
   * One block of the stream.
   *
   * @param type empty for a comment, or an id alone
   */
  record Event(String type, String data, String lastEventId) {

    /** Whether nothing comes after this, as the server or the network ended the stream. */
    boolean isEnd() {
      return type.equals(END);
    }
  }

  private EventStream(InputStream in) {
    this.in = in;
    Thread.ofVirtual().name("event-stream").start(this::read);
  }

  static EventStream open(TestServer server, String path, String... headers) {
    HttpRequest request =
        TestServer.with(HttpRequest.newBuilder(server.uri(path)), headers).GET().build();
    try {
      HttpResponse<InputStream> response =
          server.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new AssertionError(path + " answered " + response.statusCode());
      }
      return new EventStream(response.body());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** The next event of a type that matters. */
  Event next() {
    return next(event -> !event.type().isEmpty());
  }

  /** The next comment or event, whatever it is. */
  Event next(Predicate<Event> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
        }
        if (wanted.test(event)) {
          return event;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Waits until the stream says which position has been reached. */
  String awaitId(String id) {
    return next(event -> event.lastEventId().equals(id)).lastEventId();
  }

  boolean ends() {
    return next(Event::isEnd).isEnd();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> block = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          dispatch(block);
          block.clear();
        } else {
          block.add(line);
        }
      }
      events.add(new Event(END, "", lastEventId));
    } catch (IOException cut) {
      events.add(new Event(END, "", lastEventId));
    }
  }

  private void dispatch(List<String> block) {
    String id = field(block, "id");
    if (id != null) {
      lastEventId = id;
    }
    String type = field(block, "event");
    String data = field(block, "data");
    events.add(new Event(type == null ? "" : type, data == null ? "" : data, lastEventId));
  }

  private static @Nullable String field(List<String> block, String name) {
    return block.stream()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .reduce((first, second) -> first + "\n" + second)
        .orElse(null);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException closedAlready) {
      // That was the wish.
    }
  }
}
