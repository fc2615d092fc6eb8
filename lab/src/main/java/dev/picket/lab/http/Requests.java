package dev.picket.lab.http;

import dev.picket.lab.access.Requester;
import dev.picket.lab.api.ApiRequest;
import dev.picket.lab.api.Query;
import dev.picket.lab.resource.StatusException;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns Helidon's requests into the API's. */
final class Requests {

  /** The longest body, in bytes, as the real API server has it. */
  static final int BODY_BYTES_MAX = 3 * 1024 * 1024;

  private Requests() {}

  static ApiRequest of(ServerRequest request, Requester requester) {
    return of(request.prologue(), request.headers(), requester, () -> body(request));
  }

  static ApiRequest of(
      HttpPrologue prologue, Headers headers, Requester requester, ApiRequest.Body body) {
    return new ApiRequest(
        prologue.method().text(),
        prologue.uriPath().path(),
        query(prologue.query()),
        String.join(",", headers.values(HeaderNames.ACCEPT)),
        headers.first(HeaderNames.CONTENT_TYPE).orElse(""),
        headers.first(HeaderNames.USER_AGENT).orElse(""),
        requester,
        body);
  }

  private static Query query(UriQuery query) {
    Map<String, List<String>> values = new TreeMap<>();
    query.names().forEach(name -> values.put(name, query.all(name)));
    return new Query(values);
  }

  private static byte[] body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
      if (body.length > BODY_BYTES_MAX) {
        throw StatusException.of(
            413,
            "RequestEntityTooLarge",
            "Request entity too large: limit is " + BODY_BYTES_MAX + " bytes");
      }
      return body;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
