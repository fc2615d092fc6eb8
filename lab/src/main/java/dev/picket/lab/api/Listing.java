package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Selection;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Tables;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.Snapshot;
import dev.picket.lab.store.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists collections, whole or in pages, at the newest revision or at one that is still held. */
final class Listing {

  private static final Set<String> PARAMETERS =
      Set.of(
          "allowWatchBookmarks",
          "continue",
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

  private final ObjectStore store;
  private final InstantSource clock;
  private final Selecting selecting;

  Listing(ObjectStore store, InstantSource clock, Selecting selecting) {
    this.store = store;
    this.clock = clock;
    this.selecting = selecting;
  }

  Answer list(ApiRequest request, Target target) {
    Query query = request.query();
    query.allow(PARAMETERS);
    View view = View.of(request);
    if (query.has("sendInitialEvents")) {
      throw StatusException.invalidOptions(
          "sendInitialEvents", "Forbidden: sendInitialEvents is forbidden for list");
    }
    Selection selection = selecting.of(query);
    ContinueToken from = query.has("continue") ? ContinueToken.parse(query.text("continue")) : null;
    Snapshot snapshot = snapshot(query, from);
    Page page = page(snapshot, target, selection, from, query.number("limit", 0));
    ObjectNode metadata = metadata(query, snapshot, page);
    return answer(view, target.type(), metadata, page.objects());
  }

  private Snapshot snapshot(Query query, @Nullable ContinueToken from) {
    String match = query.text("resourceVersionMatch");
    long revision = query.number("resourceVersion", 0);
    if (from != null) {
      if (revision != 0 || !match.isEmpty()) {
        throw StatusException.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      return exactly(
          from.revision(),
          "The provided continue parameter is too old to display a"
              + " consistent list result. You must start a new list without the continue parameter.");
    }
    boolean exact = exact(match, query, revision);
    if (revision > store.latest().revision()) {
      throw StatusException.tooLarge(revision, store.latest().revision());
    }
    return exact
        ? exactly(revision, "The resourceVersion for the provided list is too old.")
        : store.latest();
  }

  private static boolean exact(String match, Query query, long revision) {
    boolean given = query.has("resourceVersion");
    return switch (match) {
      case "" -> revision > 0 && query.number("limit", 0) > 0;
      case "NotOlderThan" -> {
        if (!given) {
          throw matchForbidden(
              "resourceVersionMatch is forbidden unless resourceVersion is provided");
        }
        yield false;
      }
      case "Exact" -> {
        if (revision == 0) {
          throw matchForbidden(
              "resourceVersionMatch \"Exact\" is forbidden without a resourceVersion above \"0\"");
        }
        yield true;
      }
      default ->
          throw StatusException.invalidOptions(
              "resourceVersionMatch", "Unsupported value: \"" + match + "\"");
    };
  }

  private static StatusException matchForbidden(String why) {
    return StatusException.invalidOptions("resourceVersionMatch", "Forbidden: " + why);
  }

  private Snapshot exactly(long revision, String otherwise) {
    return store.at(revision).orElseThrow(() -> StatusException.expired(otherwise));
  }

  private static Page page(
      Snapshot snapshot,
      Target target,
      Selection selection,
      @Nullable ContinueToken from,
      long limit) {
    List<StoredObject> objects = new ArrayList<>();
    long most = limit == 0 ? Long.MAX_VALUE : limit + 1;
    Predicate<StoredObject> visitor =
        object -> {
          if (selection.matches(object)) {
            objects.add(object);
          }
          return objects.size() < most;
        };
    if (from == null) {
      snapshot.visit(target.scope(), visitor);
    } else {
      snapshot.visitAfter(from.last(target.type()), target.scope(), visitor);
    }
    if (limit == 0 || objects.size() <= limit) {
      return new Page(objects, null, 0);
    }
    objects.removeLast();
    StoredObject last = objects.getLast();
    return new Page(objects, last, snapshot.countAfter(last.key(), target.scope()));
  }

  private ObjectNode metadata(Query query, Snapshot snapshot, Page page) {
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(snapshot.revision()));
    StoredObject last = page.last();
    if (last != null) {
      metadata.put(
          "continue",
          new ContinueToken(snapshot.revision(), last.key().namespace(), last.key().name()).text());
      boolean filtered =
          query.has("labelSelector") || query.has("fieldSelector") || selecting.sharded(query);
      if (!filtered) {
        metadata.put("remainingItemCount", page.remaining());
      }
    }
    if (selecting.sharded(query)) {
      metadata.putObject("shardInfo").put("selector", query.text(Selecting.SHARD_SELECTOR));
    }
    return metadata;
  }

  private Answer answer(
      View view, ResourceType type, ObjectNode metadata, List<StoredObject> objects) {
    if (view.form() == View.Form.TABLE) {
      List<ObjectNode> rows =
          objects.stream().map(each -> view.show(type, each, each.content())).toList();
      ObjectNode table = Tables.table(type, rows, view.include(), true, clock.instant());
      table.set("metadata", metadata);
      return Answer.json(200, table);
    }
    return list(view, type, metadata, objects);
  }

  /** The list in the form that the view asks for, written as it is sent. */
  static Answer list(
      View view, ResourceType type, ObjectNode metadata, List<StoredObject> objects) {
    boolean whole = view.form() == View.Form.WHOLE;
    String kind = whole ? type.listKind() : "PartialObjectMetadataList";
    String version = whole ? type.apiVersion() : "meta.k8s.io/v1";
    String head = Json.object().put("kind", kind).put("apiVersion", version).toString();
    String start =
        head.substring(0, head.length() - 1) + ",\"metadata\":" + metadata + ",\"items\":[";
    return Answer.document(
        200,
        Answer.JSON,
        out -> {
          out.write(start.getBytes(StandardCharsets.UTF_8));
          for (int index = 0; index < objects.size(); index++) {
            if (index > 0) {
              out.write(',');
            }
            write(view, type, objects.get(index), out);
          }
          out.write(']');
          out.write('}');
        });
  }

  /** One object in the form that the view asks for. */
  static void write(View view, ResourceType type, StoredObject object, OutputStream out)
      throws IOException {
    if (view.form() == View.Form.WHOLE && object.apiVersion().equals(type.apiVersion())) {
      object.writeTo(out);
    } else {
      out.write(Json.bytes(view.show(type, object, object.content())));
    }
  }

  /** One page, the last object when there are more, and how many there are after it. */
  private record Page(List<StoredObject> objects, @Nullable StoredObject last, int remaining) {}
}
