package dev.picket.kube;

import static dev.picket.kube.Answer.CONFLICT;
import static dev.picket.kube.Answer.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.runtime.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Leases in one namespace of a Kubernetes cluster, coordination.k8s.io/v1; their group is the label
 * {@code picket.dev/group}.
 *
 * <p>Every method but {@link #watch} is one request; only an update of a Lease that this store has
 * not seen before asks for its uid first. An update is one PUT with the resourceVersion that is
 * known and with the uid: an API server answers a PUT without uid to a Lease that was deleted by
 * creating it anew, whatever its resourceVersion. It is never a patch, since fabric8's leave out
 * what is null and so cannot release a lease. Reads and lists name no resourceVersion, which makes
 * the server answer with what is committed.
 *
 * <p>Give it a connection of its own with a timeout well below the time between renewals, so that
 * no other traffic holds up a renewal. Names of groups must be DNS labels; an
 * IllegalArgumentException says so. Safe for use by many threads.
 */
public final class KubeLeaseStore implements LeaseStore {

  private static final List<String> VERBS =
      List.of("get", "list", "watch", "create", "update", "delete");
  private static final Write LOST = new Write.Conflict();

  private final KubeConnection connection;
  private final String namespace;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final Refusals refusals;
  private final Uids uids = new Uids();

  /**
   * Leases of this namespace.
   *
   * @param connection stays its owner's to close
   * @param ticker measures how long a watch lasted
   * @param random spreads the pauses between attempts to watch
   */
  public KubeLeaseStore(
      KubeConnection connection, String namespace, Ticker ticker, RandomGenerator random) {
    this.connection = connection;
    this.namespace = namespace;
    this.ticker = ticker;
    this.random = random;
    this.refusals = new Refusals(KubeResource.LEASES, namespace, VERBS);
  }

  @Override
  public Optional<Lease> read(String name) {
    Answer answer = connection.call("GET", path(name), null);
    if (isNotThere(answer)) {
      return Optional.empty();
    }
    return Optional.of(seen(done("get", answer)));
  }

  @Override
  public List<Lease> list(String group) {
    Query query =
        new Query(path())
            .with("labelSelector", LeaseJson.GROUP_LABEL + "=" + Groups.checked(group));
    Answer answer = connection.call("GET", query.toString(), null);
    if (!answer.isList()) {
      throw refusals.exception("list", answer);
    }
    return answer.body().path("items").valueStream().map(this::seen).toList();
  }

  @Override
  public Write create(Lease lease) {
    Answer answer = connection.call("POST", path(), json(lease, ""));
    return answer.status() == CONFLICT ? LOST : written("create", answer);
  }

  @Override
  public Write update(Lease lease) {
    if (lease.revision() <= 0) {
      return LOST;
    }
    String uid = uid(lease.name());
    if (uid.isEmpty()) {
      return LOST;
    }
    Answer answer = connection.call("PUT", path(lease.name()), json(lease, uid));
    return isLost(answer) ? LOST : written("update", answer);
  }

  @Override
  public boolean delete(Lease lease) {
    if (lease.revision() <= 0) {
      return false;
    }
    ObjectNode options = Json.MAPPER.createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.putObject("preconditions").put("resourceVersion", Long.toString(lease.revision()));
    Answer answer = connection.call("DELETE", path(lease.name()), options);
    if (isLost(answer)) {
      return false;
    }
    done("delete", answer);
    return true;
  }

  @Override
  public AutoCloseable watch(String group, Consumer<Lease> written) {
    String selector = "labelSelector=" + LeaseJson.GROUP_LABEL + "=" + Groups.checked(group);
    String name = "leases of " + group;
    return new Follower(name, connection, refusals, selector, ticker, random, told(written))
        .start();
  }

  private Follower.Listener told(Consumer<Lease> written) {
    return new Follower.Listener() {
      @Override
      public void listed(List<JsonNode> objects) {
        objects.stream().map(KubeLeaseStore.this::seen).forEach(written);
      }

      @Override
      public void changed(JsonNode object, boolean deleted) {
        if (!deleted) {
          written.accept(seen(object));
        }
      }
    };
  }

  private String uid(String name) {
    String uid = uids.of(name);
    if (uid.isEmpty()) {
      Answer answer = connection.call("GET", path(name), null);
      return isNotThere(answer) ? "" : uids.saw(done("get", answer));
    }
    return uid;
  }

  private ObjectNode json(Lease lease, String uid) {
    Groups.checked(lease.group());
    return LeaseJson.write(lease, namespace, uid);
  }

  private Lease seen(JsonNode object) {
    uids.saw(object);
    return LeaseJson.read(object);
  }

  private Write written(String verb, Answer answer) {
    return new Write.Done(seen(done(verb, answer)));
  }

  private JsonNode done(String verb, Answer answer) {
    if (!answer.isDone()) {
      throw refusals.exception(verb, answer);
    }
    return answer.body();
  }

  private static boolean isLost(Answer answer) {
    return answer.status() == CONFLICT || isNotThere(answer);
  }

  // A proxy that knows no such path also says 404, though not with a Status.
  private static boolean isNotThere(Answer answer) {
    return answer.status() == NOT_FOUND && answer.isStatus();
  }

  private String path() {
    return KubeResource.LEASES.path(namespace);
  }

  private String path(String name) {
    return KubeResource.LEASES.path(namespace, name);
  }
}
