package dev.picket.server;

import dev.picket.observation.ChangeFeed;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import dev.picket.observation.ObservationPage;
import dev.picket.observation.ObservationQuery;
import dev.picket.observation.ObservationStore;
import dev.picket.observation.Transition;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Lists Observations, shows one, and carries out people's decisions on it. */
final class ObservationRoutes implements HttpService {

  /** Tells with a list from which position the stream goes on without a gap. */
  static final HeaderName POSITION = HeaderNames.create("Picket-Position");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{6,64}");

  private final ObservationStore store;
  private final ChangeFeed feed;
  private final InstantSource clock;

  ObservationRoutes(ObservationStore store, ChangeFeed feed, InstantSource clock) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::list).any("/", MethodNotAllowed.butFor("GET"));
    rules.get("/{id}", this::show).any("/{id}", MethodNotAllowed.butFor("GET"));
    rules.post("/{id}/suppress", SameOrigin::require, this::suppress);
    rules.post("/{id}/resolve", SameOrigin::require, this::resolve);
    rules.post("/{id}/reopen", SameOrigin::require, this::reopen);
    for (String decision : List.of("suppress", "resolve", "reopen")) {
      rules.any("/{id}/" + decision, MethodNotAllowed.butFor("POST"));
    }
  }

  private void list(ServerRequest request, ServerResponse response) {
    ObservationQuery query = new QueryReading(clock.instant()).list(Parameters.of(request));
    // Read before the list, so that what changes in between is told twice rather than never.
    long position = feed.latest();
    ObservationPage page = store.list(query);
    response.header(POSITION, Long.toString(position));
    Json.stream(
        response,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Observation each : page.items()) {
            ObservationJson.write(json, each);
          }
          json.writeEndArray();
          json.writeStringField("next", page.next().map(Cursor::write).orElse(null));
          json.writeEndObject();
        });
  }

  private void show(ServerRequest request, ServerResponse response) {
    send(response, find(request));
  }

  private void suppress(ServerRequest request, ServerResponse response) {
    Instant now = clock.instant();
    apply(
        request,
        response,
        TransitionReading.suppress(
            BodyReading.texts(request, TransitionReading.SUPPRESS_MEMBERS), now),
        now);
  }

  private void resolve(ServerRequest request, ServerResponse response) {
    BodyReading.texts(request, Set.of());
    apply(request, response, new Transition.Resolve(), clock.instant());
  }

  private void reopen(ServerRequest request, ServerResponse response) {
    BodyReading.texts(request, Set.of());
    apply(request, response, new Transition.Reopen(), clock.instant());
  }

  private void apply(
      ServerRequest request, ServerResponse response, Transition transition, Instant at) {
    Fingerprint fingerprint = find(request).fingerprint();
    send(response, store.apply(fingerprint, transition, at).orElseThrow(() -> none(request)));
  }

  private Observation find(ServerRequest request) {
    String id = request.path().pathParameters().get("id");
    if (!ID.matcher(id).matches()) {
      throw new ProblemException(
          Status.NOT_FOUND_404,
          "An Observation's id is 64 hexadecimal digits, or the first 6 or more of them.");
    }
    List<Observation> found =
        Fingerprint.isValid(id)
            ? store.find(new Fingerprint(id)).stream().toList()
            : store.findByPrefix(id);
    if (found.size() > 1) {
      throw new ProblemException(
          Status.CONFLICT_409,
          "More than one Observation begins with " + id + ": give more of it.");
    }
    return Optional.ofNullable(found.isEmpty() ? null : found.getFirst())
        .orElseThrow(() -> none(request));
  }

  private static ProblemException none(ServerRequest request) {
    return new ProblemException(
        Status.NOT_FOUND_404,
        "There is no Observation " + request.path().pathParameters().get("id") + ".");
  }

  private static void send(ServerResponse response, Observation observation) {
    Json.send(response, json -> ObservationJson.write(json, observation));
  }
}
