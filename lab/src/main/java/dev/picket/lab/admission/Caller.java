package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks webhooks over HTTPS. Safe for use by many threads. */
final class Caller {

  private static final int ANSWER_BYTES_MAX = 3 * 1024 * 1024;
  private static final int EXCERPT = 200;

  private final Supplier<String> uids;

  Caller(Supplier<String> uids) {
    this.uids = uids;
  }

  /**
   * Sends the question.
   *
   * @throws CallException when it cannot be sent
   */
  Call ask(Webhook webhook, Versioned shown, boolean mutating, Snapshot snapshot)
      throws CallException {
    String uid = uids.get();
    String limit = "timeout=" + webhook.timeout().toSeconds() + "s";
    String place = withQuery(webhook.endpoint().shown(), limit);
    try {
      URI address = URI.create(withQuery(webhook.endpoint().resolve(snapshot).toString(), limit));
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Content-Type", "application/json")
              .header("Accept", "application/json")
              .POST(BodyPublishers.ofByteArray(Json.bytes(Review.question(shown, uid))))
              .build();
      CompletableFuture<HttpResponse<byte[]>> answer =
          webhook
              .endpoint()
              .client()
              .sendAsync(
                  request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
      return new Call(webhook, uid, mutating, place, answer);
    } catch (CallException | IllegalArgumentException failure) {
      throw failed(place, failure.getMessage());
    }
  }

  private static String withQuery(String address, String query) {
    return address + (address.contains("?") ? "&" : "?") + query;
  }

  private static CallException failed(String place, @Nullable String why) {
    return new CallException("failed to call webhook: Post \"" + place + "\": " + why);
  }

  /**
   * A question that was sent.
   *
   * @param webhook that was asked
   * @param uid of the question
   * @param mutating whether a patch may come back
   * @param place for messages
   * @param answer which may never come
   */
  record Call(
      Webhook webhook,
      String uid,
      boolean mutating,
      String place,
      CompletableFuture<HttpResponse<byte[]>> answer) {

    /**
     * Waits for the response, no longer than the webhook's timeout.
     *
     * @throws CallException when none comes, or one that cannot be understood
     */
    ObjectNode response() throws CallException {
      try {
        HttpResponse<byte[]> got = answer.get(webhook.timeout().toMillis(), TimeUnit.MILLISECONDS);
        return understood(got);
      } catch (TimeoutException late) {
        answer.cancel(true);
        throw failed(place, "context deadline exceeded");
      } catch (ExecutionException failure) {
        throw failed(place, cause(failure.getCause()));
      } catch (InterruptedException interrupted) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw failed(place, "the request was ended");
      }
    }

    private ObjectNode understood(HttpResponse<byte[]> got) throws CallException {
      if (got.statusCode() != 200) {
        throw new CallException(
            "failed to call webhook: the server answered with status "
                + got.statusCode()
                + ": "
                + excerpt(got.body()));
      }
      JsonNode answer;
      try {
        answer = Json.read(got.body(), false);
      } catch (StatusException malformed) {
        throw new CallException(
            "failed to call webhook: couldn't get version/kind; json parse error: "
                + malformed.getMessage());
      }
      return (ObjectNode) Review.response(answer, uid, mutating);
    }

    private static String excerpt(byte[] body) {
      String text = new String(body, StandardCharsets.UTF_8).strip();
      return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "...";
    }

    private static String cause(@Nullable Throwable failure) {
      if (failure instanceof IOException) {
        Throwable deepest = failure;
        while (deepest.getMessage() == null && deepest.getCause() != null) {
          deepest = deepest.getCause();
        }
        return deepest.getMessage() == null
            ? deepest.getClass().getSimpleName()
            : deepest.getMessage();
      }
      return String.valueOf(failure);
    }
  }
}
