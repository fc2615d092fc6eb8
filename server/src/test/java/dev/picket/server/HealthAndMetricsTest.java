package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.InputProblem;
import dev.picket.observation.Ledger;
import dev.picket.observation.Occurrences;
import dev.picket.observation.Outcome;
import dev.picket.runtime.Readiness;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What orchestrators and Prometheus ask. */
final class HealthAndMetricsTest {

  private final TestServer server = new TestServer();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void processThatAnswersLives() {
    server.readiness.register("store").down("gone");

    assertThat(server.get("/livez").statusCode()).isEqualTo(200);
    assertThat(server.get("/livez").body()).isEqualTo("ok\n");
  }

  @Test
  void processIsReadyWhileEveryPartIs() {
    Readiness.Handle store = server.readiness.register("store");
    server.readiness.register("sources").up();
    HttpResponse<String> starting = server.get("/readyz?verbose");

    assertThat(starting.statusCode()).isEqualTo(503);
    assertThat(starting.body()).isEqualTo("[-] store: starting\n[+] sources ok\nnot ready\n");
    assertThat(server.get("/readyz").body()).isEqualTo("not ready\n");

    store.up();
    assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(server.get("/readyz").body()).isEqualTo("ok\n");
  }

  @Test
  void readinessIsToldAsJsonToThoseWhoAcceptIt() {
    server.readiness.register("store").down("no connection");

    HttpResponse<String> response = server.get("/readyz", "Accept", "application/json");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .isEqualTo(
            "{\"ready\":false,\"parts\":[{\"part\":\"store\",\"up\":false,"
                + "\"reason\":\"no connection\"}]}");
  }

  @Test
  void ledgerIsShownPerSourceAndReason() {
    Ledger.Account falco = server.ledger.account("falco");
    Fingerprint fingerprint = Fingerprint.of(Occurrences.shellIn("web-1"));
    falco.receive(6);
    falco.settle(new Outcome.Stored(fingerprint));
    falco.settle(new Outcome.Repeated(fingerprint, false));
    falco.settle(new Outcome.Repeated(fingerprint, true));
    falco.settle(new Outcome.Filtered("namespace"));
    falco.settle(new Outcome.Rejected(new InputProblem("/a", "b", "c")));
    falco.settle(new Outcome.Unavailable("store", Duration.ofSeconds(1)));
    falco.refuse("too_large");

    assertThat(server.get("/metrics").body().lines())
        .contains(
            "picket_occurrences_received_total{source=\"falco\"} 7.0",
            "picket_occurrences_stored_total{source=\"falco\"} 1.0",
            "picket_occurrences_repeated_total{source=\"falco\"} 2.0",
            "picket_occurrences_retried_total{source=\"falco\"} 1.0",
            "picket_occurrences_filtered_total{reason=\"namespace\",source=\"falco\"} 1.0",
            "picket_occurrences_rejected_total{reason=\"invalid_item\",source=\"falco\"} 1.0",
            "picket_occurrences_rejected_total{reason=\"too_large\",source=\"falco\"} 1.0",
            "picket_occurrences_unavailable_total{reason=\"store\",source=\"falco\"} 1.0",
            "picket_clocks_corrected_total{source=\"falco\"} 0.0",
            "picket_condition_failures_total{source=\"falco\"} 0.0");
  }

  @Test
  void requestsAreCountedByRouteAndNeverByPath() {
    String id = server.shellIn("web-1");
    server.get("/api/v1/observations/" + id);
    server.get("/api/v1/observations/000000");
    server.get("/no/such/path");
    server.get("/api/v1/observations?colour=red");
    server.get("/assets/main.js");

    String metrics = server.get("/metrics").body();

    assertThat(metrics.lines())
        .contains(
            "picket_http_request_duration_seconds_count{method=\"GET\","
                + "route=\"/api/v1/observations/{id}\",status=\"200\"} 1",
            "picket_http_request_duration_seconds_count{method=\"GET\","
                + "route=\"/api/v1/observations/{id}\",status=\"404\"} 1",
            "picket_http_request_duration_seconds_count{method=\"GET\","
                + "route=\"none\",status=\"404\"} 1",
            "picket_http_request_duration_seconds_count{method=\"GET\","
                + "route=\"/api/v1/observations\",status=\"400\"} 1");
    assertThat(metrics).doesNotContain(id).doesNotContain("/no/such/path");
  }

  @Test
  void ownNumbersAndTheMachinesAreThere() {
    server.metrics.counter("picket_batches_total", "Batches.", () -> 42);
    server.metrics.gauge("picket_queue_bytes", "Bytes that wait.", () -> 0.5);
    server.metrics.counters("picket_writes_total", "Writes.", "kind", () -> Map.of("upsert", 7L));
    server.metrics.gauges("picket_pool_connections", "Pool.", "state", () -> Map.of("idle", 3.0));

    assertThat(server.get("/metrics").body())
        .contains(
            "picket_batches_total 42.0",
            "picket_queue_bytes 0.5",
            "picket_writes_total{kind=\"upsert\"} 7.0",
            "picket_pool_connections{state=\"idle\"} 3.0",
            "picket_ready 1.0",
            "picket_build_info{",
            "version=\"test\"",
            "jvm_memory_used_bytes{");
  }

  @Test
  void numberThatCannotBeReadDoesNotCostTheOthers() {
    server.metrics.gauge(
        "picket_pool_size",
        "Connections.",
        () -> {
          throw new IllegalStateException("the pool is closed");
        });
    server.metrics.counter("picket_batches_total", "Batches.", () -> 42);

    assertThat(server.get("/metrics").body())
        .contains("picket_batches_total 42.0")
        .doesNotContain("picket_pool_size ");
  }

  @Test
  void openMetricsIsSpokenToThoseWhoAskForIt() {
    HttpResponse<String> response =
        server.get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
    assertThat(server.get("/metrics").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
  }
}
