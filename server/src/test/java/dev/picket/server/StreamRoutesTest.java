package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Occurrences;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Transition;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of events. */
@Timeout(60)
final class StreamRoutesTest {

  private final List<EventStream> streams = new ArrayList<>();
  private TestServer server = new TestServer();

  @AfterEach
  void close() {
    streams.forEach(EventStream::close);
    server.close();
  }

  private EventStream open(String query, String... headers) {
    EventStream stream = EventStream.open(server, "/api/v1/stream" + query, headers);
    streams.add(stream);
    return stream;
  }

  @Test
  void changeIsToldWithTheWholeObservation() throws IOException {
    EventStream stream = open("");
    String id = server.shellIn("web-1");

    EventStream.Event event = stream.next();

    assertThat(event.type()).isEqualTo("observation");
    assertThat(TestServer.JSON.readTree(event.data()))
        .isEqualTo(server.json("/api/v1/observations/" + id));
  }

  @Test
  void positionIsToldOnceABatchIsComplete() {
    EventStream stream = open("");
    server.shellIn("web-1");

    assertThat(stream.next().lastEventId()).isEqualTo("0");
    assertThat(stream.awaitId("1")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void streamGoesOnWhereItWas(boolean byHeader) {
    server.shellIn("web-1");
    String missed = server.shellIn("web-2");
    EventStream stream = byHeader ? open("", "Last-Event-ID", "1") : open("?after=1");

    assertThat(stream.next().data()).contains(missed);

    String later = server.shellIn("web-3");
    assertThat(stream.next().data()).contains(later);
  }

  @Test
  void lastEventIdIsNewerThanWhereTheStreamBegan() {
    server.shellIn("web-1");
    String missed = server.shellIn("web-2");

    EventStream stream = open("?after=0", "Last-Event-ID", "1");

    assertThat(stream.next().data()).contains(missed);
  }

  @Test
  void listAndStreamTogetherMissNothing() {
    server.shellIn("web-1");
    HttpResponse<String> list = server.get("/api/v1/observations");
    String meanwhile = server.shellIn("web-2");

    EventStream stream =
        open("?after=" + list.headers().firstValue("Picket-Position").orElseThrow());

    assertThat(stream.next().data()).contains(meanwhile);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?after=999", "?after=0"})
  void positionThatCannotBeFollowedAsksForANewList(String query) {
    for (int pod = 0; pod <= TestServer.QUICK.batchLimit(); pod++) {
      server.shellIn("web-" + pod);
    }

    EventStream stream = open(query);

    assertThat(stream.next().type()).isEqualTo("reset");
    stream.awaitId(Integer.toString(TestServer.QUICK.batchLimit() + 1));
  }

  @Test
  void lastEventIdThatNobodyGaveAsksForANewList() {
    assertThat(open("", "Last-Event-ID", "yesterday").next().type()).isEqualTo("reset");
  }

  @Test
  void observationThatNoLongerMatchesIsToldAsRemoved() {
    String id = server.shellIn("web-1");
    EventStream stream = open("?state=open");

    server.store.apply(new Fingerprint(id), new Transition.Resolve(), Occurrences.NOON);

    assertThat(stream.next())
        .isEqualTo(new EventStream.Event("removed", "{\"id\":\"" + id + "\"}", "1"));
  }

  @Test
  void observationThatIsGoneIsToldAsRemoved() {
    String id = server.shellIn("web-1");
    EventStream stream = open("");

    server.store.collectGarbage(Occurrences.NOON.plus(Duration.ofDays(60)));

    assertThat(stream.next().type()).isEqualTo("removed");
    assertThat(id).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?namespace=other", "?minimumSeverity=critical", "?name=web-2"})
  void observationThatNeverMatchedIsNotMentioned(String query) {
    EventStream stream = open(query);
    server.shellIn("web-1");
    String matching =
        server.record(
            new Occurrence(
                "falco",
                Category.SECURITY,
                Severity.CRITICAL,
                "runtime_security",
                "Terminal shell in container",
                "The one",
                new Resource("v1", "Pod", "other", "web-2"),
                new TreeMap<>(),
                null,
                Occurrences.NOON,
                "{}"));

    assertThat(stream.next().data()).contains(matching).contains("The one");
  }

  @Test
  void silentStreamSaysThatItLives() {
    EventStream stream = open("");
    stream.awaitId("0");

    assertThat(stream.next(event -> event.type().isEmpty()).data()).isEmpty();
  }

  @Test
  void everySubscriberIsTold() {
    List<EventStream> all = List.of(open(""), open(""), open("?state=open"), open("?kind=Pod"));

    String id = server.shellIn("web-1");

    assertThat(all).allSatisfy(stream -> assertThat(stream.next().data()).contains(id));
  }

  @Test
  void clientsThatComeAndGoWhileMuchHappensMissNothing() throws Exception {
    server.close();
    StreamLimits limits =
        new StreamLimits(Duration.ofMillis(2), Duration.ofMillis(100), 100, 64, 1000);
    server = new TestServer(limits, Map.of());
    Set<String> recorded = ConcurrentHashMap.newKeySet();
    String last = Fingerprint.of(Occurrences.shellIn("the-last")).hex();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Set<String>>> seen = new ArrayList<>();
      CountDownLatch subscribed = new CountDownLatch(20);
      for (int client = 0; client < 20; client++) {
        int patience = 1 + client;
        seen.add(clients.submit(() -> seenWithInterruptions(patience, last, subscribed)));
      }
      subscribed.await();
      for (int pod = 0; pod < 500; pod++) {
        recorded.add(server.shellIn("web-" + pod));
      }
      recorded.add(server.shellIn("the-last"));

      for (Future<Set<String>> each : seen) {
        assertThat(each.get()).isEqualTo(recorded);
      }
    }
  }

  /**
   * Reads so many events, leaves, and goes on from the last position with more patience, as a batch
   * is told again until it is read to its end. A client that is too slow is cut off, and returns.
   */
  private Set<String> seenWithInterruptions(
      int firstPatience, String last, CountDownLatch subscribed) throws IOException {
    Set<String> seen = new HashSet<>();
    String position = "0";
    int patience = firstPatience;
    while (!seen.contains(last)) {
      try (EventStream stream =
          EventStream.open(server, "/api/v1/stream", "Last-Event-ID", position)) {
        subscribed.countDown();
        EventStream.Event event = stream.next(any -> true);
        for (int read = 0; read < patience && !event.isEnd() && !seen.contains(last); read++) {
          if (event.type().equals("observation")) {
            seen.add(TestServer.JSON.readTree(event.data()).path("id").textValue());
          }
          event = stream.next(any -> true);
        }
        position = event.lastEventId().isEmpty() ? position : event.lastEventId();
        patience *= 2;
      }
    }
    return seen;
  }

  @Test
  void subscribersBeyondTheBoundAreRefused() {
    for (int stream = 0; stream < TestServer.QUICK.subscribersMax(); stream++) {
      open("");
    }

    HttpResponse<String> refused = server.get("/api/v1/stream");

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void clientThatLeavesMakesRoom() {
    EventStream stream = open("");
    stream.awaitId("0");
    assertThat(openStreams()).isEqualTo(1);

    stream.close();

    await(() -> openStreams() == 0);
  }

  @Test
  void subscriberThatDoesNotReadIsCutOffAndTheOthersAreNot() throws IOException {
    server.close();
    StreamLimits patient =
        new StreamLimits(Duration.ofMillis(5), Duration.ofSeconds(30), 4, 4, 1000);
    server = new TestServer(patient, Map.of());
    EventStream reading = open("");
    try (Socket stuck = new Socket()) {
      stuck.setReceiveBufferSize(4096);
      stuck.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.port()));
      stuck
          .getOutputStream()
          .write(
              "GET /api/v1/stream HTTP/1.1\r\nHost: picket\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream answer = stuck.getInputStream();
      assertThat(answer.read()).isEqualTo('H');
      await(() -> openStreams() == 2);

      int pod = 0;
      while (openStreams() == 2 && pod < 100_000) {
        String id = large("web-" + pod++);
        reading.next(event -> event.data().contains(id));
      }

      assertThat(openStreams()).isEqualTo(1);
      String after = server.shellIn("after");
      assertThat(reading.next(event -> event.data().contains(after)).type())
          .isEqualTo("observation");
      assertThat(server.get("/metrics").body()).contains("picket_event_streams_cut_off_total 1.0");
    }
  }

  private String large(String pod) {
    Occurrence shell = Occurrences.shellIn(pod);
    return server.record(
        new Occurrence(
            shell.source(),
            shell.category(),
            shell.severity(),
            shell.eventType(),
            shell.rule(),
            shell.title(),
            shell.resource(),
            shell.identity(),
            null,
            shell.observedAt(),
            "{\"text\":\"" + "x".repeat(100_000) + "\"}"));
  }

  @Test
  void storeThatCannotAnswerRefusesStreamsAndKeepsThoseThereAre() {
    EventStream stream = open("");
    stream.awaitId("0");
    server.store.fail(new StoreUnavailableException("down", Duration.ofSeconds(2)));

    assertThat(server.get("/api/v1/stream").statusCode()).isEqualTo(503);

    server.store.fail(null);
    String id = server.shellIn("web-1");
    assertThat(stream.next().data()).contains(id);
  }

  @Test
  void closingTheServerEndsStreams() {
    EventStream stream = open("");
    stream.awaitId("0");

    server.server.close();

    assertThat(stream.ends()).isTrue();
  }

  @Test
  void wrongParameterIsRefusedBeforeTheStreamBegins() {
    HttpResponse<String> response = server.get("/api/v1/stream?limit=5");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("limit").contains("after");
  }

  @Test
  void lineBreaksInDetailsDoNotBreakTheStream() throws IOException {
    EventStream stream = open("");
    Occurrence shell = Occurrences.shellIn("web-1");
    server.record(
        new Occurrence(
            shell.source(),
            shell.category(),
            shell.severity(),
            shell.eventType(),
            shell.rule(),
            "one\nevent: two",
            shell.resource(),
            shell.identity(),
            null,
            shell.observedAt(),
            "{\n  \"a\" : 1,\r\n  \"b\" : \"x\\ny\"\n}"));

    EventStream.Event event = stream.next();

    assertThat(TestServer.JSON.readTree(event.data()).path("details").toString())
        .isEqualTo("{\"a\":1,\"b\":\"x\\ny\"}");
    assertThat(TestServer.JSON.readTree(event.data()).path("title").textValue())
        .isEqualTo("one\nevent: two");
  }

  private int openStreams() {
    String metrics = server.get("/metrics").body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("picket_event_streams "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).isNegative();
      Thread.onSpinWait();
    }
  }
}
