package dev.picket.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Lets Prometheus scrape. */
final class MetricsRoutes implements HttpService {

  private final Metrics metrics;

  MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/metrics", this::scrape).any("/metrics", MethodNotAllowed.butFor("GET"));
  }

  private void scrape(ServerRequest request, ServerResponse response) {
    Metrics.Exposition exposition =
        metrics.scrape(request.headers().first(HeaderNames.ACCEPT).orElse(null));
    response.header(HeaderNames.CONTENT_TYPE, exposition.contentType());
    response.send(exposition.body());
  }
}
