package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Lists objects page by page, by the server's shards where it has them. */
final class Lister {

  private static final List<String> VERBS = List.of("get", "list", "watch");
  private static final int RESTARTS_MAX = 5;

  private final KubeConnection connection;
  private final ObjectSelection selection;
  private final Pool pool;
  private final InformerLimits limits;
  private final Refusals refusals;

  Lister(KubeConnection connection, ObjectSelection selection, Pool pool, InformerLimits limits) {
    this.connection = connection;
    this.selection = selection;
    this.pool = pool;
    this.limits = limits;
    this.refusals = new Refusals(selection.resource(), selection.namespace(), VERBS);
  }

  /** What came of a list. */
  sealed interface Listed {

    /**
     * It is complete.
     *
     * @param revision the objects are those of this moment, and a watch may go on from it
     * @param sharded whether the server said that it selected by shards
     */
    record Done(long revision, boolean sharded) implements Listed {}

    /** The server refused. */
    record Refused(Answer answer) implements Listed {}

    /** Nobody wants it any more. */
    record Unwanted() implements Listed {}
  }

  /** Told of a list's progress. */
  interface Reader {

    /** The list begins; it may begin again, and what came before then counts for nothing. */
    void begins();

    void object(JsonNode object) throws InterruptedException;
  }

  Refusals refusals() {
    return refusals;
  }

  /** The shard selector of these partitions; empty where there is none or it is too long. */
  String selector(PartitionSet partitions) {
    String selector = partitions.selector(pool).orElse("");
    boolean fits = Query.encoded(selector).length() <= limits.selectorLengthMax();
    return fits && partitions.count() < partitions.partitions() ? selector : "";
  }

  /** Just enough of a list to know a revision, and whether the server selects by shards. */
  Listed position(String selector) {
    Answer answer = page(selector, "", 1);
    return answer.isList() ? listed(answer) : new Listed.Refused(answer);
  }

  /**
   * Lists all.
   *
   * @param wanted asked before each page
   */
  Listed list(String selector, BooleanSupplier wanted, Reader reader) throws InterruptedException {
    String next = "";
    for (int restarts = 0; wanted.getAsBoolean(); ) {
      if (next.isEmpty()) {
        reader.begins();
      }
      Answer answer = page(selector, next, limits.pageLength());
      if (answer.status() == Answer.GONE && !next.isEmpty() && restarts++ < RESTARTS_MAX) {
        next = "";
        continue;
      }
      if (!answer.isList()) {
        return new Listed.Refused(answer);
      }
      for (JsonNode item : answer.body().path("items")) {
        reader.object(item);
      }
      next = answer.body().path("metadata").path("continue").asText();
      if (next.isEmpty()) {
        return listed(answer);
      }
    }
    return new Listed.Unwanted();
  }

  private Listed listed(Answer answer) {
    JsonNode metadata = answer.body().path("metadata");
    long revision = Json.revision(answer.body());
    if (revision == 0) {
      throw new UnreachableException(
          "a list of %s has no resourceVersion, only: %s".formatted(selection, answer.text()));
    }
    String selector = metadata.path("shardInfo").path("selector").asText();
    return new Listed.Done(revision, !selector.isEmpty());
  }

  private Answer page(String selector, String next, int length) {
    Query query =
        selection
            .query()
            .with("shardSelector", selector)
            .with("limit", Integer.toString(length))
            .with("continue", next);
    return connection.call("GET", query.toString(), null);
  }

  /**
   * A watch from this revision on.
   *
   * @param length after which the server ends it; if it does not, the client does a little later
   */
  Events watch(String selector, long revision, Duration length) {
    Query query =
        selection
            .query()
            .with("shardSelector", selector)
            .with("watch", "true")
            .with("allowWatchBookmarks", "true")
            .with("resourceVersion", Long.toString(revision))
            .with("timeoutSeconds", Long.toString(length.toSeconds()));
    return connection.watch(query.toString(), length.plus(length.dividedBy(4)));
  }
}
