package dev.picket.sources.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Ledger;
import dev.picket.observation.Observation;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.IngesterFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BadInputTest {

  private static final int MIB = 1024 * 1024;

  private final WebhookFixture webhook =
      new WebhookFixture(IngesterFile.defaults(), Ticker.system());

  @AfterEach
  void theBooksAddUpAndNothingIsHeld() {
    webhook.close();
    assertThat(webhook.settled()).isTrue();
  }

  @Test
  void truncatedJsonIsToldWithLineAndColumnAndStoresNothing() {
    String two = "[" + event("web-0") + ",\n" + event("web-1");
    HttpResponse<String> answer = webhook.post("/ingest/falco", two);
    assertProblem(answer, 400, "line 2, column");
    assertThat(webhook.stored()).isEmpty();
    assertThat(rejected("falco")).isEqualTo(Map.of("malformed", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "/ingest/falco, 17, Falco's JSON output",
    "/ingest/falco, '\"text\"', Falco's JSON output",
    "/ingest/falco, '', Falco's JSON output",
    "/ingest/falco, '   ', Falco's JSON output",
    "/ingest/audit, null, an EventList or an Event",
    "/ingest/audit, '{\"kind\":\"Status\"}', an EventList or an Event",
    "/ingest/audit, '{\"kind\":\"EventList\"}', audit.k8s.io/v1",
    "/ingest/generic/default, true, a JSON object"
  })
  void aWrongRootIsRefused(String path, String body, String expected) {
    assertProblem(webhook.post(path, body), 400, expected);
    assertThat(webhook.stored()).isEmpty();
  }

  @Test
  void wrongTypesAreToldByPointer() {
    HttpResponse<String> answer =
        webhook.post("/ingest/falco", "{\"rule\":17,\"priority\":\"Error\",\"output\":\"x\"}");
    assertProblem(answer, 400, "\"index\":0,\"pointer\":\"/rule\",\"value\":\"17\"");
    assertThat(rejected("falco")).isEqualTo(Map.of("invalid_item", 1L));
  }

  @Test
  void aBadItemInTheMiddleSparesTheGoodOnes() {
    String three = "[" + event("web-0") + ",{\"priority\":\"Error\"}," + event("web-2") + "]";
    HttpResponse<String> answer = webhook.post("/ingest/falco", three);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"received\":3", "\"stored\":2", "\"rejected\":1")
        .contains("\"index\":1,\"pointer\":\"/1/rule\",\"value\":\"nothing\"");
    assertThat(webhook.stored()).hasSize(2);
  }

  @Test
  void aBadAuditItemIsToldByItsPlaceInTheList() {
    String list =
        "{\"items\":[{\"auditID\":\"a\",\"stage\":\"ResponseComplete\",\"verb\":17},"
            + "{\"auditID\":\"b\",\"stage\":\"RequestReceived\",\"verb\":\"get\"}],"
            + "\"kind\":\"EventList\",\"apiVersion\":\"audit.k8s.io/v1\"}";
    HttpResponse<String> answer = webhook.post("/ingest/audit", list);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"index\":0,\"pointer\":\"/items/0/verb\",\"value\":\"17\"")
        .contains("\"filtered\":1");
  }

  @Test
  void invalidUtf8IsToldByItsByte() {
    byte[] body = event("web-0").getBytes(StandardCharsets.UTF_8);
    body[10] = (byte) 0xC0;
    assertProblem(webhook.post("/ingest/falco", body), 400, "byte 10: got c0");
  }

  @Test
  void tenThousandNestedArraysAreTooDeep() {
    String deep = "{\"rule\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertProblem(webhook.post("/ingest/falco", deep), 400, "at most 100 levels of nesting");
    assertProblem(webhook.post("/ingest/audit", deep), 400, "at most 100 levels of nesting");
  }

  @Test
  void moreItemsThanABatchMayHaveAreRefusedWhole() {
    String items =
        IntStream.rangeClosed(0, 10_000).mapToObj(i -> "{}").collect(Collectors.joining(","));
    assertProblem(
        webhook.post("/ingest/generic/default", "[" + items + "]"), 400, "at most 10000 items");
  }

  @ParameterizedTest
  @ValueSource(ints = {MIB + 1, 3 * MIB})
  void aBodyThatIsTooLargeIsRefusedWithTheLimit(int size) {
    HttpResponse<String> answer = webhook.post("/ingest/falco", new byte[size]);
    assertProblem(answer, 413, "the limit here is 1048576 bytes");
    assertThat(rejected("falco")).isEqualTo(Map.of("too_large", 1L));
  }

  @Test
  void aBodyAsLargeAsTheLimitIsRead() {
    String event = event("web-0");
    String padded = event + " ".repeat(MIB - event.length());
    assertThat(webhook.post("/ingest/falco", padded).statusCode()).isEqualTo(200);
  }

  @Test
  void anEndlessBodyIsCutAtTheLimit() throws IOException {
    try (Socket socket = new Socket("localhost", webhook.port())) {
      Thread sender = Thread.ofVirtual().start(() -> sendWithoutEnd(socket));
      socket.setSoTimeout(20_000);
      InputStream answer = socket.getInputStream();
      String head = new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
      assertThat(head).isEqualTo("HTTP/1.1 413");
      join(sender);
    }
    assertThat(rejected("falco")).isEqualTo(Map.of("too_large", 1L));
  }

  @ParameterizedTest
  @CsvSource({"/ingest/falco, 3000000, 413", "/ingest/falco, 100, 200", "/ingest/no, 100, 404"})
  void aSenderMayAskBeforeItSends(String path, int padding, int status) {
    String body = event("web-0") + " ".repeat(padding);
    HttpResponse<String> answer =
        webhook.send(
            webhook
                .request(path)
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void aBodyThatBreaksOffIsCounted() throws IOException {
    try (Socket socket = new Socket("localhost", webhook.port())) {
      socket
          .getOutputStream()
          .write(
              "POST /ingest/falco HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"rule\""
                  .getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.setSoTimeout(20_000);
      while (socket.getInputStream().read() >= 0) {
        // Until the server is done with it.
      }
    }
    assertThat(rejected("falco")).isEqualTo(Map.of("incomplete", 1L));
  }

  @Test
  void aZipBombIsCutWhileItIsInflated() throws IOException {
    byte[] bomb = gzip(new byte[64 * MIB]);
    assertThat(bomb.length).isLessThan(MIB / 10);
    HttpResponse<String> answer = webhook.post("/ingest/falco", bomb, "Content-Encoding", "gzip");
    assertProblem(answer, 413, "larger once inflated");
  }

  @Test
  void gzipIsInflated() throws IOException {
    byte[] packed = gzip(event("web-0").getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer = webhook.post("/ingest/falco", packed, "Content-Encoding", "gzip");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void whatIsNoGzipIsToldSo() {
    assertProblem(
        webhook.post("/ingest/falco", new byte[] {1, 2, 3}, "Content-Encoding", "gzip"),
        400,
        "a gzip file");
  }

  @Test
  void otherEncodingsAreNotTaken() {
    assertProblem(
        webhook.post("/ingest/falco", new byte[] {1}, "Content-Encoding", "br"), 415, "gzip");
  }

  @Test
  void anUnknownSourceIsToldTheKnownOnes() {
    HttpResponse<String> answer = webhook.post("/ingest/flaco", "{}");
    assertProblem(answer, 404, "known are /ingest/audit, /ingest/falco, /ingest/generic/default");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAreNotAllowed(String method) {
    HttpResponse<String> answer =
        webhook.send(
            webhook.request("/ingest/falco").method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2038-01-01T00:00:00Z", "yesterday", ""})
  void aClockThatIsFarOffIsReplacedByTheTimeOfArrival(String time) {
    String event =
        "{\"rule\":\"r\",\"priority\":\"Error\",\"output\":\"o\",\"time\":\"" + time + "\"}";
    assertThat(webhook.post("/ingest/falco", event).statusCode()).isEqualTo(200);
    assertThat(webhook.stored())
        .singleElement()
        .satisfies(each -> assertThat(each.lastSeen()).isEqualTo(WebhookFixture.NOW));
  }

  @Test
  void nulCharactersAndLoneSurrogatesDoNotHideAnAlarm() {
    String event =
        "{\"rule\":\"r\\u0000\",\"priority\":\"Error\",\"output\":\"a\\u0000b\\ud800c\","
            + "\"output_fields\":{\"k\\u0000\":\"\\udc00\",\"ok\":\"\\ud83d\\ude00\"}}";
    assertThat(webhook.post("/ingest/falco", event).statusCode()).isEqualTo(200);
    assertThat(webhook.stored())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.rule()).isEqualTo("r\uFFFD");
          assertThat(each.title()).isEqualTo("a\uFFFDb\uFFFDc");
          assertThat(each.details())
              .contains("\"k\uFFFD\":\"\uFFFD\"", "\uD83D\uDE00")
              .doesNotContain("u0000");
        });
  }

  @Test
  void aStoreThatIsAwayIsToldWithATimeToComeBack() throws IOException {
    webhook.store.fail(new StoreUnavailableException("gone", Duration.ofMillis(2_500)));
    byte[] event = Files.readAllBytes(WebhookFixture.EXAMPLES.resolve("falco-with-uuid.json"));
    HttpResponse<String> answer = webhook.post("/ingest/falco", event);
    assertProblem(answer, 503, "send all of it again");
    assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    webhook.store.fail(null);
    assertThat(webhook.post("/ingest/falco", event).body()).contains("\"stored\":1");
    assertThat(webhook.post("/ingest/falco", event).body()).contains("\"repeated\":1");
    assertThat(webhook.stored())
        .singleElement()
        .satisfies(each -> assertThat(each.count()).isEqualTo(1));
  }

  @Test
  void manySendersAtOnceAreAllCounted() throws InterruptedException {
    List<Thread> senders =
        IntStream.range(0, 8)
            .mapToObj(sender -> Thread.ofVirtual().unstarted(() -> sendFifty(sender)))
            .toList();
    senders.forEach(Thread::start);
    for (Thread sender : senders) {
      assertThat(sender.join(Duration.ofSeconds(30))).isTrue();
    }
    Ledger.Balance balance = webhook.balance("falco");
    assertThat(balance.received()).isEqualTo(400);
    assertThat(balance.stored()).isEqualTo(10);
    assertThat(balance.repeated()).isEqualTo(350);
    assertThat(balance.rejected()).isEqualTo(Map.of("malformed", 40L));
    assertThat(webhook.stored().stream().mapToLong(Observation::count).sum()).isEqualTo(360);
  }

  private void sendFifty(int sender) {
    for (int number = 0; number < 50; number++) {
      boolean broken = number % 10 == 9;
      String event = event("web-" + (sender + number) % 10);
      webhook.post("/ingest/falco", broken ? event + "}" : event);
    }
  }

  private void assertProblem(HttpResponse<String> answer, int status, String told) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"status\":" + status).contains(told);
  }

  private Map<String, Long> rejected(String source) {
    return webhook.balance(source).rejected();
  }

  private static String event(String pod) {
    return "{\"rule\":\"Shell\",\"priority\":\"Error\",\"output\":\"A shell\","
        + "\"output_fields\":{\"k8s.pod.name\":\""
        + pod
        + "\",\"k8s.ns.name\":\"shop\"}}";
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }

  private static void sendWithoutEnd(Socket socket) {
    byte[] chunk = ("1000\r\n" + " ".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try {
      var output = socket.getOutputStream();
      output.write(
          "POST /ingest/falco HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      while (true) {
        output.write(chunk);
      }
    } catch (IOException cut) {
      // As it should be.
    }
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
