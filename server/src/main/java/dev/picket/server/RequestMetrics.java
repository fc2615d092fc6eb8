package dev.picket.server;

import dev.picket.runtime.Ticker;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Measures every answer by its route's pattern; a path as sent would make endless series. */
final class RequestMetrics implements Filter {

  private static final String NO_ROUTE = "none";

  private final Metrics metrics;
  private final Ticker ticker;

  RequestMetrics(Metrics metrics, Ticker ticker) {
    this.metrics = metrics;
    this.ticker = ticker;
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    long begin = ticker.nanos();
    try {
      chain.proceed();
    } finally {
      int status = response.status().code();
      metrics.request(
          request.prologue().method().text(), route(request), status, ticker.since(begin));
    }
  }

  private static String route(RoutingRequest request) {
    String pattern = request.matchingPattern().filter(each -> !each.isEmpty()).orElse(NO_ROUTE);
    boolean slashed = pattern.length() > 1 && pattern.endsWith("/");
    return slashed ? pattern.substring(0, pattern.length() - 1) : pattern;
  }
}
