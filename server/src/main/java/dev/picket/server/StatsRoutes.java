package dev.picket.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.picket.observation.ObservationStore;
import dev.picket.observation.Severity;
import dev.picket.observation.Summary;
import dev.picket.runtime.Ticker;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Counts Observations. Many dashboards ask the same again and again, so an answer serves everybody
 * who asks within {@link #FRESH}.
 */
final class StatsRoutes implements HttpService {

  static final Duration FRESH = Duration.ofSeconds(1);

  private static final Duration WINDOW_MAX = Duration.ofDays(90);
  private static final int SLOTS_MAX = 500;
  private static final int REMEMBERED_MAX = 32;

  private final ObservationStore store;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Map<Timeline, Answer> remembered = new LinkedHashMap<>();

  StatsRoutes(ObservationStore store, InstantSource clock, Ticker ticker) {
    this.store = store;
    this.clock = clock;
    this.ticker = ticker;
  }

  private record Timeline(Duration window, int slots) {
    Duration slot() {
      return window.dividedBy(slots);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // sent as it is; nobody changes or compares it
  private record Answer(byte[] json, long madeAt) {}

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::answer).any("/", MethodNotAllowed.butFor("GET"));
  }

  private void answer(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request);
    Duration window =
        parameters
            .one("window", DurationText.EXPECTED + ", at most 90d", StatsRoutes::window)
            .orElse(Duration.ofDays(1));
    int slots = parameters.number("slots", 1, SLOTS_MAX, 48);
    if (window.toSeconds() < slots) {
      parameters.wrong("slots", Integer.toString(slots), "slots of a second or more");
    }
    parameters.throwIfWrong();
    byte[] json = fresh(new Timeline(window, slots));
    Json.sendBytes(response, json);
  }

  private static Optional<Duration> window(String text) {
    return DurationText.parse(text).filter(window -> window.compareTo(WINDOW_MAX) <= 0);
  }

  /** One thread asks the store; the others wait for what it hears. */
  private synchronized byte[] fresh(Timeline timeline) {
    remembered.values().removeIf(answer -> ticker.since(answer.madeAt()).compareTo(FRESH) >= 0);
    Answer known = remembered.get(timeline);
    if (known != null) {
      return known.json();
    }
    Duration slot = timeline.slot();
    Summary summary = store.summarise(begin(timeline), slot, timeline.slots());
    byte[] json = Json.bytes(out -> write(out, summary, slot));
    if (remembered.size() < REMEMBERED_MAX) {
      remembered.put(timeline, new Answer(json, ticker.nanos()));
    }
    return json;
  }

  /**
   * Slots begin at multiples of their length, so that they do not shift from one call to another.
   */
  private Instant begin(Timeline timeline) {
    long slotMillis = timeline.slot().toMillis();
    long last = Math.floorDiv(clock.millis(), slotMillis) * slotMillis;
    return Instant.ofEpochMilli(last - slotMillis * (timeline.slots() - 1));
  }

  private static void write(JsonGenerator json, Summary summary, Duration slot) throws IOException {
    json.writeStartObject();
    counts(json, "byState", summary.byState(), state -> state.wireName());
    counts(json, "openBySeverity", summary.openBySeverity(), Severity::wireName);
    counts(json, "openBySource", summary.openBySource(), Function.identity());
    counts(json, "openByCategory", summary.openByCategory(), category -> category.wireName());
    json.writeNumberField("slotSeconds", slot.toMillis() / 1000.0);
    json.writeArrayFieldStart("timeline");
    for (Summary.Slot each : summary.timeline()) {
      json.writeStartObject();
      json.writeStringField("start", each.start().toString());
      for (Severity severity : EnumSet.allOf(Severity.class)) {
        json.writeNumberField(severity.wireName(), each.bySeverity().getOrDefault(severity, 0L));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static <K> void counts(
      JsonGenerator json, String name, Map<K, Long> counts, Function<K, String> wireName)
      throws IOException {
    Map<String, Long> sorted = new TreeMap<>();
    counts.forEach((key, count) -> sorted.put(wireName.apply(key), count));
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> each : sorted.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }
}
