package dev.picket.server;

import dev.picket.observation.ChangeFeed;
import dev.picket.observation.ObservationQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The stream of changes as server-sent events. A client goes on where it was, by {@code
 * Last-Event-ID} or {@code ?after=}, or is told to list afresh when that is too long ago.
 */
final class StreamRoutes implements HttpService {

  private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

  private static final long NOWHERE = -1;
  private static final long UNKNOWN = Long.MAX_VALUE;

  private final ChangeTail tail;
  private final ChangeFeed feed;
  private final StreamLimits limits;
  private final InstantSource clock;

  StreamRoutes(ChangeTail tail, ChangeFeed feed, StreamLimits limits, InstantSource clock) {
    this.tail = tail;
    this.feed = feed;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::stream).any("/", MethodNotAllowed.butFor("GET"));
  }

  private void stream(ServerRequest request, ServerResponse response) {
    Parameters parameters = Parameters.of(request);
    ObservationQuery query = new QueryReading(clock.instant()).restrictions(parameters);
    Optional<Long> after = parameters.one("after", "a position", StreamRoutes::position);
    parameters.throwIfWrong();
    Optional<Long> seen =
        request.headers().first(LAST_EVENT_ID).map(id -> position(id).orElse(UNKNOWN));

    Subscriber<Told> subscriber = tail.subscribe();
    try {
      long latest = feed.latest();
      long from = seen.or(() -> after).orElse(latest);
      // A position that is not ours, or from the future, was given by another than today's
      // database.
      boolean known = from <= latest;
      Told missed = known ? Told.of(feed.since(from, limits.batchLimit())) : new Told.Reset(latest);
      write(response, subscriber, new StreamFilter(query), known ? from : NOWHERE, missed);
    } finally {
      tail.unsubscribe(subscriber);
    }
  }

  private void write(
      ServerResponse response,
      Subscriber<Told> subscriber,
      StreamFilter filter,
      long from,
      Told missed) {
    EventAnswer.send(
        response,
        out -> {
          EventWriter events = new EventWriter(out, filter, from);
          events.write(missed);
          events.reached(Math.max(from, missed.position()));
          out.flush();
          follow(subscriber, events);
        });
  }

  private void follow(Subscriber<Told> subscriber, EventWriter events)
      throws IOException, InterruptedException {
    while (!subscriber.ended()) {
      Told told = subscriber.next(limits.heartbeat());
      if (told == null) {
        events.heartbeat();
      } else {
        events.write(told);
      }
    }
  }

  private static Optional<Long> position(String text) {
    try {
      return Optional.of(Long.valueOf(text)).filter(position -> position >= 0);
    } catch (NumberFormatException notAPosition) {
      return Optional.empty();
    }
  }
}
