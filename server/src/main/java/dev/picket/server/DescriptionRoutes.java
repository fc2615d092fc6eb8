package dev.picket.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;

/** Shows the API's own description (OpenAPI 3.1). */
final class DescriptionRoutes implements HttpService {

  private final Assets.Asset description;

  DescriptionRoutes(Assets assets) {
    this.description = assets.apiDescription();
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(
        "/",
        (_, response) -> {
          response.header(HeaderNames.CONTENT_TYPE, description.contentType());
          response.send(description.body());
        });
    rules.any("/", MethodNotAllowed.butFor("GET"));
  }
}
