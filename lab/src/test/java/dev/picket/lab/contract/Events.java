package dev.picket.lab.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A watch's events, as they come. */
final class Events implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 15;

  private final String path;
  private final InputStream body;
  private final int status;
  private final BlockingQueue<Optional<JsonNode>> told = new LinkedBlockingQueue<>();

  Events(String path, HttpResponse<InputStream> response) {
    this.path = path;
    this.body = response.body();
    this.status = response.statusCode();
    Thread.ofVirtual().name("events").start(this::read);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      StringBuilder text = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (status == 200) {
          told.add(Optional.of(Loose.parse(line)));
        } else {
          text.append(line);
        }
      }
      if (!text.isEmpty()) {
        told.add(Optional.of(Loose.parse(text.toString())));
      }
    } catch (IOException closed) {
      // The end of it, which is told below.
    } finally {
      told.add(Optional.empty());
    }
  }

  int status() {
    return status;
  }

  /** The next event; the whole body when the watch was refused. */
  JsonNode next() {
    return poll().orElseThrow(() -> new AssertionError("the watch ended: " + path));
  }

  private Optional<JsonNode> poll() {
    try {
      Optional<JsonNode> next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no event within %d s: %s".formatted(PATIENCE_SECONDS, path));
      }
      return next;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** The next events, each as type and name. */
  Events tells(String... expected) {
    for (String each : expected) {
      JsonNode event = next();
      String found = event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
      if (!found.equals(each)) {
        throw new AssertionError("expected event %s, got %s: %s".formatted(each, found, event));
      }
    }
    return this;
  }

  /** Waits for the end of the watch, without further events but bookmarks. */
  void ends() {
    for (Optional<JsonNode> next = poll(); next.isPresent(); next = poll()) {
      if (!next.get().path("type").asText().equals("BOOKMARK")) {
        throw new AssertionError("expected the end of the watch, got " + next.get());
      }
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
