package dev.picket.sources.webhook;

import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Ledger;
import dev.picket.observation.ObservationStore;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.WebhookIngester;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * The paths below {@code /ingest/} to which reports are posted, one for each Ingester.
 *
 * <p>A web server mounts it at {@code /ingest} and hands bodies over as they were sent: they are
 * inflated here, under the same limits as everything else. It should have a read timeout, too,
 * since a sender that falls silent holds what it has sent. Safe for use by many threads.
 */
public final class WebhookRoutes implements HttpService {

  private final Map<String, Intake> intakes = new TreeMap<>();
  private final InFlightBytes inFlight;
  private final Ticker ticker;

  /**
   * Routes for all Ingesters of a configuration.
   *
   * @param ledger where each Ingester's items are counted, under its name
   * @param ticker measures rates and how long a body takes
   * @throws InvalidInputException when a secret cannot be read
   */
  public WebhookRoutes(
      IngesterFile configuration,
      ObservationStore store,
      Ledger ledger,
      InstantSource clock,
      Ticker ticker) {
    this.ticker = ticker;
    this.inFlight = new InFlightBytes(configuration.limits().inFlightBytes());
    for (WebhookIngester ingester : configuration.ingesters()) {
      intakes.put(
          ingester.path(),
          new Intake(
              ingester, configuration.limits().payload(), inFlight, store, ledger, clock, ticker));
    }
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any(this::handle);
  }

  /** How many bytes the requests in flight hold now, for metrics. */
  public long inFlightBytes() {
    return inFlight.held();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    String path = request.path().absolute().path();
    Intake intake = intakes.get(path);
    if (intake == null) {
      new Upload(request, ticker)
          .giveUp(
              response,
              () ->
                  Answers.problem(
                      response,
                      404,
                      "Not Found",
                      "no Ingester takes "
                          + path
                          + "; known are "
                          + String.join(", ", intakes.keySet())));
    } else if (!Method.POST.equals(request.prologue().method())) {
      response.header(HeaderNames.ALLOW, "POST");
      new Upload(request, ticker)
          .giveUp(
              response,
              () ->
                  Answers.problem(
                      response, 405, "Method Not Allowed", "reports are sent with POST"));
    } else {
      intake.handle(request, response);
    }
  }
}
