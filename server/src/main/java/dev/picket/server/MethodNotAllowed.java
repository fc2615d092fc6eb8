package dev.picket.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;

/** The answer to a method that a path does not know (RFC 9110, 405). */
final class MethodNotAllowed {

  private MethodNotAllowed() {}

  static Handler butFor(String allowed) {
    return (request, response) -> {
      response.header(HeaderNames.ALLOW, allowed);
      throw new ProblemException(
          Status.METHOD_NOT_ALLOWED_405,
          request.prologue().method().text() + " means nothing here; " + allowed + " does.");
    };
  }
}
