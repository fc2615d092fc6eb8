package dev.picket.lab.api;

import dev.picket.lab.resource.Selection;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.StoredObject;
import dev.picket.lab.store.Subscription;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens watches. */
final class Watching {

  private static final Set<String> PARAMETERS =
      Set.of(
          "allowWatchBookmarks",
          "fieldSelector",
          "includeObject",
          "labelSelector",
          "limit",
          "pretty",
          "resourceVersion",
          "resourceVersionMatch",
          "sendInitialEvents",
          Selecting.SHARD_SELECTOR,
          "timeout",
          "timeoutSeconds",
          "watch");

  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final Duration BOOKMARK_EVERY = Duration.ofSeconds(10);

  private final ObjectStore store;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Selecting selecting;
  private final int bufferLimit;
  private final WrittenEvents written = new WrittenEvents();

  Watching(
      ObjectStore store, InstantSource clock, Ticker ticker, Selecting selecting, int bufferLimit) {
    this.store = store;
    this.clock = clock;
    this.ticker = ticker;
    this.selecting = selecting;
    this.bufferLimit = bufferLimit;
  }

  Watch open(ApiRequest request, Target target) {
    Query query = request.query();
    query.allow(PARAMETERS);
    View view = View.of(request);
    requireConsistent(query);
    Selection selection = selecting.of(target.type(), query);
    EventWriting writing = new EventWriting(view, target.type(), clock, written);
    boolean replay = query.flag("sendInitialEvents");
    long revision = query.number("resourceVersion", 0);
    long now = store.latest().revision();
    boolean joins = replay || (revision == 0 && !query.has("sendInitialEvents"));
    if (joins && revision <= now) {
      return join(target, selection, writing, query);
    }
    long from = revision == 0 ? now : revision;
    Optional<Subscription> subscription = store.subscribe(target.scope(), from, bufferLimit);
    if (subscription.isPresent()) {
      return watch(subscription.get(), List.of(), selection, writing, options(query, false, from));
    }
    return refused(target, selection, writing, query, from);
  }

  /** A watch that begins with everything there is. */
  private Watch join(Target target, Selection selection, EventWriting writing, Query query) {
    ObjectStore.Joined joined = store.join(target.scope(), bufferLimit);
    List<StoredObject> initial = new ArrayList<>();
    joined
        .snapshot()
        .visit(
            target.scope(),
            object -> {
              if (selection.matches(object)) {
                initial.add(object);
              }
              return true;
            });
    boolean closes = query.flag("sendInitialEvents") && query.flag("allowWatchBookmarks");
    Watch.Options options = options(query, closes, joined.snapshot().revision());
    return watch(joined.subscription(), initial, selection, writing, options);
  }

  /** A watch whose only event says that its revision is not held. */
  private Watch refused(
      Target target, Selection selection, EventWriting writing, Query query, long revision) {
    Subscription idle = store.join(target.scope(), 1).subscription();
    StatusException refusal =
        StatusException.expired(
            "too old resource version: " + revision + " (" + store.floor() + ")");
    return new Watch(
        store,
        idle,
        List.of(),
        selection,
        writing,
        options(query, false, revision),
        ticker,
        refusal);
  }

  private Watch watch(
      Subscription subscription,
      List<StoredObject> initial,
      Selection selection,
      EventWriting writing,
      Watch.Options options) {
    return new Watch(store, subscription, initial, selection, writing, options, ticker, null);
  }

  private static Watch.Options options(Query query, boolean closesInitial, long revision) {
    long seconds = query.number("timeoutSeconds", TIMEOUT.toSeconds());
    Duration timeout =
        seconds == 0 ? TIMEOUT : Duration.ofSeconds(Math.min(seconds, TIMEOUT.toSeconds()));
    return new Watch.Options(
        timeout, query.flag("allowWatchBookmarks"), BOOKMARK_EVERY, closesInitial, revision);
  }

  private static void requireConsistent(Query query) {
    String match = query.text("resourceVersionMatch");
    if (query.has("sendInitialEvents")) {
      if (!match.equals("NotOlderThan")) {
        throw StatusException.invalidOptions(
            "resourceVersionMatch",
            "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
      }
      if (query.flag("sendInitialEvents") && !query.flag("allowWatchBookmarks")) {
        throw StatusException.invalidOptions(
            "allowWatchBookmarks",
            "Forbidden: sendInitialEvents requires setting allowWatchBookmarks to true");
      }
    } else if (!match.isEmpty()) {
      throw StatusException.invalidOptions(
          "resourceVersionMatch",
          "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
              + " provided");
    }
  }
}
