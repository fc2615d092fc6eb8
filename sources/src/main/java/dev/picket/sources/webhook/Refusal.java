package dev.picket.sources.webhook;

import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a request is refused whole, as a problem of RFC 9457.
 *
 * @param reason what the ledger books it under
 * @param again whether the same request may succeed later: the ledger then books it as unavailable
 *     instead of rejected
 * @param headers to answer with
 * @param problems what is wrong with the input, if that is it
 */
record Refusal(
    int status,
    String title,
    String detail,
    String reason,
    boolean again,
    Map<String, String> headers,
    List<InputProblem> problems) {

  private static final long IN_FLIGHT_RETRY_SECONDS = 1;

  static Refusal unauthorized(String challenge, String detail) {
    return rejected(401, "Unauthorized", detail, "unauthorized")
        .with("WWW-Authenticate", challenge);
  }

  static Refusal tooLarge(int limitBytes, String what) {
    return rejected(
        413,
        "Content Too Large",
        what + "; the limit here is " + limitBytes + " bytes",
        "too_large");
  }

  static Refusal unsupportedEncoding(String encoding) {
    return rejected(
            415,
            "Unsupported Media Type",
            "Content-Encoding: got " + encoding + "; expected gzip or none",
            "unsupported_encoding")
        .with("Accept-Encoding", "gzip");
  }

  static Refusal malformed(InvalidInputException malformed) {
    return new Refusal(
        400,
        "Bad Request",
        malformed.problems().stream().map(InputProblem::message).collect(Collectors.joining("; ")),
        "malformed",
        false,
        Map.of(),
        malformed.problems());
  }

  static Refusal incomplete(String detail) {
    return rejected(400, "Bad Request", detail, "incomplete");
  }

  static Refusal tooSlow(Duration limit) {
    return rejected(
        408,
        "Request Timeout",
        "the body was not complete after " + limit.toSeconds() + " seconds",
        "too_slow");
  }

  static Refusal internalError() {
    return rejected(
        500, "Internal Server Error", "a mistake in Picket; its log tells", "internal_error");
  }

  static Refusal rateLimited(long retryAfterSeconds) {
    return unavailable(
        429,
        "Too Many Requests",
        "more requests than this Ingester takes",
        "rate_limited",
        retryAfterSeconds);
  }

  static Refusal inFlight(long budgetBytes) {
    return unavailable(
        503,
        "Service Unavailable",
        "requests in flight hold all of the " + budgetBytes + " bytes there are for them",
        "in_flight",
        IN_FLIGHT_RETRY_SECONDS);
  }

  private static Refusal rejected(int status, String title, String detail, String reason) {
    return new Refusal(status, title, detail, reason, false, Map.of(), List.of());
  }

  private static Refusal unavailable(
      int status, String title, String detail, String reason, long retryAfterSeconds) {
    return new Refusal(
        status,
        title,
        detail,
        reason,
        true,
        Map.of("Retry-After", Long.toString(retryAfterSeconds)),
        List.of());
  }

  private Refusal with(String header, String value) {
    return new Refusal(status, title, detail, reason, again, Map.of(header, value), problems);
  }
}
