package dev.picket.kube;

import static dev.picket.kube.Answer.CONFLICT;
import static dev.picket.kube.Answer.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.ShardMap;
import dev.picket.coordination.shard.ShardMapStore;
import dev.picket.runtime.Ticker;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Shard maps in one namespace of a Kubernetes cluster: a ConfigMap {@code <group>-shards} for each
 * group, with the map as JSON and its SHA-256. What does not match its checksum, or has none, is
 * unreadable; a commit over its revision replaces it.
 *
 * <p>A revision is the object's resourceVersion: for etcd that is the revision of the whole
 * database at the write, which only grows, over deletions too; and KEP-5504 makes it a promise of
 * Kubernetes 1.35 that resourceVersions compare as numbers.
 *
 * <p>Every method but {@link #watch} is one request. Names of groups must be DNS labels, and a map
 * has at most 4,096 partitions; an IllegalArgumentException says so. Safe for use by many threads.
 */
public final class KubeShardMapStore implements ShardMapStore {

  /**
   * The text of a map may not be longer; etcd takes 1.5 MB, the API server a ConfigMap of 1 MiB.
   */
  static final int LENGTH_MAX = 900_000;

  static final String MAP = "map.json";
  static final String CHECKSUM = "sha256";

  private static final List<String> VERBS = List.of("get", "list", "watch", "create", "update");
  private static final Stored ABSENT = new Stored.Absent();
  private static final Commit LOST = new Commit.Conflict();

  private final KubeConnection connection;
  private final String namespace;
  private final Ticker ticker;
  private final RandomGenerator random;
  private final Refusals refusals;

  /**
   * Maps of this namespace.
   *
   * @param connection stays its owner's to close
   * @param ticker measures how long a watch lasted
   * @param random spreads the pauses between attempts to watch
   */
  public KubeShardMapStore(
      KubeConnection connection, String namespace, Ticker ticker, RandomGenerator random) {
    this.connection = connection;
    this.namespace = namespace;
    this.ticker = ticker;
    this.random = random;
    this.refusals = new Refusals(KubeResource.CONFIG_MAPS, namespace, VERBS);
  }

  @Override
  public Stored read(String group) {
    Answer answer = connection.call("GET", path(group), null);
    if (answer.status() == NOT_FOUND && answer.isStatus()) {
      return ABSENT;
    }
    if (!answer.isDone()) {
      throw refusals.exception("get", answer);
    }
    return stored(answer.body());
  }

  @Override
  public Commit commit(String group, ShardMap map, long over) {
    ObjectNode body = json(group, map, over);
    return over == 0 ? create(body) : replace(group, body);
  }

  private Commit create(ObjectNode body) {
    Answer answer = connection.call("POST", KubeResource.CONFIG_MAPS.path(namespace), body);
    return answer.status() == CONFLICT ? LOST : committed("create", answer);
  }

  private Commit replace(String group, ObjectNode body) {
    Answer answer = connection.call("PUT", path(group), body);
    boolean isGone = answer.status() == NOT_FOUND && answer.isStatus();
    return answer.status() == CONFLICT || isGone ? LOST : committed("update", answer);
  }

  private Commit committed(String verb, Answer answer) {
    if (!answer.isDone()) {
      throw refusals.exception(verb, answer);
    }
    long revision = Json.revision(answer.body());
    if (revision == 0) {
      throw new UnreachableException(
          "the API server stored a shard map without a resourceVersion: " + answer.text());
    }
    return new Commit.Done(revision);
  }

  @Override
  public AutoCloseable watch(String group, Consumer<Stored> changed) {
    String selector = "fieldSelector=metadata.name=" + name(group);
    String subject = "shard map of " + group;
    return new Follower(subject, connection, refusals, selector, ticker, random, told(changed))
        .start();
  }

  private static Follower.Listener told(Consumer<Stored> changed) {
    return new Follower.Listener() {
      @Override
      public void listed(List<JsonNode> objects) {
        changed.accept(objects.isEmpty() ? ABSENT : stored(objects.getFirst()));
      }

      @Override
      public void changed(JsonNode object, boolean deleted) {
        changed.accept(deleted ? ABSENT : stored(object));
      }
    };
  }

  private ObjectNode json(String group, ShardMap map, long over) {
    if (map.partitions() > ShardMapJson.PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "a shard map of %d partitions, expected at most %d"
              .formatted(map.partitions(), ShardMapJson.PARTITIONS_MAX));
    }
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("name", name(group)).put("namespace", namespace);
    if (over != 0) {
      metadata.put("resourceVersion", Long.toString(over));
    }
    metadata.putObject("annotations").put(LeaseJson.OVER, Long.toString(over));
    metadata
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "picket")
        .put(LeaseJson.GROUP_LABEL, group);
    String text = checkedLength(ShardMapJson.write(map));
    root.putObject("data").put(MAP, text).put(CHECKSUM, ShardMapJson.checksum(text));
    return root;
  }

  // Written as ASCII but for names, so that characters and bytes are nearly the same.
  private static String checkedLength(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a shard map of %d characters, expected at most %d: shorten the names of members"
              .formatted(text.length(), LENGTH_MAX));
    }
    return text;
  }

  private static Stored stored(JsonNode object) {
    long revision = Json.revision(object);
    JsonNode data = object.path("data");
    String text = data.path(MAP).asText();
    if (text.isEmpty()) {
      return new Stored.Unreadable(revision, "the ConfigMap has no " + MAP);
    }
    if (!data.path(CHECKSUM).asText().equals(ShardMapJson.checksum(text))) {
      return new Stored.Unreadable(
          revision, MAP + " does not match its " + CHECKSUM + ": somebody edited the ConfigMap");
    }
    try {
      return new Stored.Found(ShardMapJson.read(text), revision);
    } catch (ShardMapJson.UnreadableException unreadable) {
      return new Stored.Unreadable(revision, MAP + ": " + unreadable.getMessage());
    }
  }

  private String path(String group) {
    return KubeResource.CONFIG_MAPS.path(namespace, name(group));
  }

  private static String name(String group) {
    return Groups.checked(group) + "-shards";
  }
}
