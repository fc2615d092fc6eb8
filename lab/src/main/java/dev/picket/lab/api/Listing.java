package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
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

  private static final String TOO_OLD =
      "The provided continue parameter is too old to display a consistent list result. You can start"
          + " a new list without the continue parameter, or use the continue token in this response"
          + " to retrieve the remainder of the results. Continuing with the provided token results"
          + " in an inconsistent list - objects that were created, modified, or deleted between the"
          + " time the first chunk was returned and now may show up in the list.";

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
    requireConsistent(query);
    Selection selection = selecting.of(target.type(), query);
    ContinueToken from =
        query.has("continue") ? ContinueToken.parse(target.type(), query.text("continue")) : null;
    Snapshot snapshot = snapshot(query, from);
    Page page = page(snapshot, target, selection, from, query.number("limit", 0));
    ObjectNode metadata = metadata(query, snapshot, page);
    return answer(view, target.type(), metadata, page.objects());
  }

  private Snapshot snapshot(Query query, @Nullable ContinueToken from) {
    long revision = query.number("resourceVersion", 0);
    if (from != null) {
      if (revision != 0) {
        throw StatusException.badRequest(
            "specifying resource version is not allowed when using continue");
      }
      return from.consistent()
          ? store
              .at(from.revision())
              .orElseThrow(() -> StatusException.expiredPage(TOO_OLD, from.inconsistent().text()))
          : store.latest();
    }
    if (revision > store.latest().revision()) {
      throw StatusException.tooLarge(revision, store.latest().revision());
    }
    boolean exact =
        switch (query.text("resourceVersionMatch")) {
          case "Exact" -> true;
          case "NotOlderThan" -> false;
          default -> revision > 0 && query.number("limit", 0) > 0;
        };
    return exact
        ? store
            .at(revision)
            .orElseThrow(() ->
                StatusException.expired("The resourceVersion for the provided list is too old."))
        : store.latest();
  }

  private static void requireConsistent(Query query) {
    List<FieldProblem> problems = new ArrayList<>();
    String match = query.text("resourceVersionMatch");
    if (!match.isEmpty()) {
      if (!query.has("resourceVersion")) {
        problems.add(matchForbidden("unless resourceVersion is provided"));
      }
      if (query.has("continue")) {
        problems.add(matchForbidden("when continue is provided"));
      }
      if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
        problems.add(
            new FieldProblem(
                FieldProblem.Reason.NOT_SUPPORTED,
                "resourceVersionMatch",
                "Unsupported value: \"%s\": supported values: \"Exact\", \"NotOlderThan\", \"\""
                    .formatted(match)));
      }
      if (match.equals("Exact") && query.text("resourceVersion").equals("0")) {
        problems.add(
            FieldProblem.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (query.has("sendInitialEvents")) {
      problems.add(
          FieldProblem.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    }
    if (!problems.isEmpty()) {
      throw StatusException.invalidOptions(problems);
    }
  }

  private static FieldProblem matchForbidden(String why) {
    return FieldProblem.forbidden(
        "resourceVersionMatch", "resourceVersionMatch is forbidden " + why);
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
      List<ObjectNode> rows = objects.stream().map(each -> view.show(type, each)).toList();
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
            item(view, type, objects.get(index), out);
          }
          out.write(']');
          out.write('}');
        });
  }

  /** An object in a list: what is built in does not say its kind again. */
  private static void item(View view, ResourceType type, StoredObject object, OutputStream out)
      throws IOException {
    if (view.form() != View.Form.WHOLE || type.custom()) {
      write(view, type, object, out);
    } else if (Versions.same(type, object)) {
      object.writeUntypedTo(out);
    } else {
      ObjectNode content = view.show(type, object);
      content.remove(List.of("kind", "apiVersion"));
      out.write(Json.bytes(content));
    }
  }

  /** One object in the form that the view asks for. */
  static void write(View view, ResourceType type, StoredObject object, OutputStream out)
      throws IOException {
    if (view.form() == View.Form.WHOLE && Versions.same(type, object)) {
      object.writeTo(out);
    } else {
      out.write(Json.bytes(view.show(type, object)));
    }
  }

  /** One page, the last object when there are more, and how many there are after it. */
  private record Page(List<StoredObject> objects, @Nullable StoredObject last, int remaining) {}
}
