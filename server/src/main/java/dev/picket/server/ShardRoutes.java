package dev.picket.server;

import dev.picket.coordination.shard.GroupView;
import dev.picket.coordination.shard.ShardGroup;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Shows who owns what in this server's shard group, and drains members. */
final class ShardRoutes implements HttpService {

  private static final byte[] EVENT = "event: shards\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final ShardGroup group;
  private final ShardTail tail;
  private final StreamLimits limits;

  ShardRoutes(ShardGroup group, ShardTail tail, StreamLimits limits) {
    this.group = group;
    this.tail = tail;
    this.limits = limits;
  }

  /** The answer of a server that is in no group, at every path. */
  static HttpService withoutGroup() {
    return rules ->
        rules.any((_, _) -> {
          throw new ProblemException(
              Status.NOT_FOUND_404,
              "This server runs alone: it owns everything, and there is nothing to share."
                  + " For a group, start several with `picket up --replicas 3`, or run"
                  + " `picket server` in a cluster.");
        });
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/", this::show).any("/", MethodNotAllowed.butFor("GET"));
    rules.get("/stream", this::stream).any("/stream", MethodNotAllowed.butFor("GET"));
    String drain = "/members/{member}/drain";
    rules.post(drain, SameOrigin::require, (request, response) -> drain(request, response, true));
    rules.delete(
        drain, SameOrigin::require, (request, response) -> drain(request, response, false));
    rules.any(drain, MethodNotAllowed.butFor("POST, DELETE"));
  }

  private void show(ServerRequest request, ServerResponse response) {
    Parameters.of(request).throwIfWrong();
    Json.sendBytes(response, ShardsJson.bytes(group.view()));
  }

  private void stream(ServerRequest request, ServerResponse response) {
    Parameters.of(request).throwIfWrong();
    Subscriber<byte[]> subscriber = tail.subscribe();
    try {
      EventAnswer.send(response, out -> follow(subscriber, out));
    } finally {
      tail.unsubscribe(subscriber);
    }
  }

  private void follow(Subscriber<byte[]> subscriber, OutputStream out)
      throws IOException, InterruptedException {
    while (!subscriber.ended()) {
      byte[] json = subscriber.next(limits.heartbeat());
      if (json == null) {
        out.write(HEARTBEAT);
      } else {
        out.write(EVENT);
        out.write(json);
        out.write(END);
      }
      out.flush();
    }
  }

  private void drain(ServerRequest request, ServerResponse response, boolean drained) {
    BodyReading.texts(request, Set.of());
    String member = request.path().pathParameters().get("member");
    String id = group.drain(member, drained).orElseThrow(() -> unknown(member));
    Json.send(
        response,
        json -> {
          json.writeStartObject();
          json.writeStringField("member", id);
          json.writeBooleanField("drained", drained);
          json.writeEndObject();
        });
  }

  private ProblemException unknown(String member) {
    List<String> all = group.view().members().stream().map(GroupView.Member::id).toList();
    List<String> alike = all.stream().filter(id -> id.startsWith(member)).toList();
    String detail =
        alike.size() > 1
            ? "More than one member begins with %s: %s. Give more of it."
                .formatted(member, String.join(", ", alike))
            : "There is no member %s. Expected one of %s, or the beginning of one."
                .formatted(member, String.join(", ", all));
    return new ProblemException(Status.NOT_FOUND_404, detail);
  }
}
