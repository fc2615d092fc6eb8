package dev.picket.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The dashboard: one page, whose address the browser's side routes, and the files it loads, all
 * from here. The page may load nothing from elsewhere and may not be framed.
 */
final class DashboardRoutes implements HttpService {

  private static final String IMPORT_MAP_BEGIN = "<script type=\"importmap\">";
  private static final String IMPORT_MAP_END = "</script>";
  private static final String REVALIDATE = "no-cache";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
  private static final HeaderName REFERRER = HeaderNames.create("Referrer-Policy");

  private final Assets assets;
  private final Assets.Asset page;
  private final String policy;

  DashboardRoutes(Assets assets) {
    this.assets = assets;
    this.page =
        assets
            .own("index.html")
            .orElseThrow(() -> new IllegalStateException("the jar has no dashboard/index.html"));
    this.policy = policy(new String(page.body(), StandardCharsets.UTF_8));
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::page).any("/", MethodNotAllowed.butFor("GET"));
    rules.get("/observations/{id}", this::page);
    rules.get("/shards", this::page).any("/shards", MethodNotAllowed.butFor("GET"));
    rules.get("/assets/vendor/*", this::library);
    rules.get("/assets/*", this::own);
  }

  private void page(ServerRequest request, ServerResponse response) {
    response.header(POLICY, policy);
    response.header(REFERRER, "same-origin");
    send(request, response, page, REVALIDATE);
  }

  private void own(ServerRequest request, ServerResponse response) {
    send(request, response, found(assets.own(below("/assets/", request))), REVALIDATE);
  }

  private void library(ServerRequest request, ServerResponse response) {
    Optional<Assets.Asset> library = assets.library(below("/assets/vendor/", request));
    send(request, response, found(library), FOR_GOOD);
  }

  private static String below(String folder, ServerRequest request) {
    return request.path().absolute().path().substring(folder.length());
  }

  private static Assets.Asset found(Optional<Assets.Asset> asset) {
    return asset.orElseThrow(
        () -> new ProblemException(Status.NOT_FOUND_404, "The dashboard has no such file."));
  }

  private static void send(
      ServerRequest request, ServerResponse response, Assets.Asset asset, String caching) {
    response.header(HeaderNames.CACHE_CONTROL, caching);
    response.header(HeaderNames.ETAG, asset.etag());
    response.header(HeaderNames.VARY, "Accept-Encoding");
    if (asset.etag().equals(request.headers().first(HeaderNames.IF_NONE_MATCH).orElse(""))) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    response.header(HeaderNames.CONTENT_TYPE, asset.contentType());
    if (request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").contains("gzip")) {
      response.header(HeaderNames.CONTENT_ENCODING, "gzip");
      response.send(asset.gzip());
    } else {
      response.send(asset.body());
    }
  }

  /** Everything from here alone (CSP level 3); the import map is the one script in the page. */
  private static String policy(String html) {
    int begin = html.indexOf(IMPORT_MAP_BEGIN) + IMPORT_MAP_BEGIN.length();
    String map = html.substring(begin, html.indexOf(IMPORT_MAP_END, begin));
    byte[] hash = Assets.sha256(map.getBytes(StandardCharsets.UTF_8));
    return "default-src 'none'; script-src 'self' 'sha256-"
        + Base64.getEncoder().encodeToString(hash)
        + "'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
        + " form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
  }
}
