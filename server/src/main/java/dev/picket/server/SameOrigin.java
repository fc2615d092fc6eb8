package dev.picket.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses writes that another site's page makes in a visitor's browser. Browsers tell where a page
 * comes from (Fetch standard, {@code Origin} and {@code Sec-Fetch-Site}); programs that are not
 * browsers send neither and pass.
 */
final class SameOrigin {

  private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

  private SameOrigin() {}

  /** A handler that lets only our own pages, and programs, through to the next. */
  static void require(ServerRequest request, ServerResponse response) {
    ServerRequestHeaders headers = request.headers();
    Optional<String> site = headers.first(SEC_FETCH_SITE);
    boolean foreignSite = site.filter(value -> !isOwn(value)).isPresent();
    boolean foreignOrigin =
        headers
            .first(HeaderNames.ORIGIN)
            .filter(origin -> !sameHost(origin, headers.first(HeaderNames.HOST).orElse("")))
            .isPresent();
    if (foreignSite || foreignOrigin) {
      throw new ProblemException(
          Status.FORBIDDEN_403,
          "A page of another site may not change anything here: Origin must equal Host.");
    }
    response.next();
  }

  private static boolean isOwn(String site) {
    return site.equals("same-origin") || site.equals("none");
  }

  private static boolean sameHost(String origin, String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null
          && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }
}
