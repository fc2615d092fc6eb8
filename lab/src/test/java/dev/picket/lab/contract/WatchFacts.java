package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What watches tell, and in which order. */
@Heading("Watch")
final class WatchFacts {

  private WatchFacts() {}

  @Fact("a watch from a revision tells exactly the later changes, in order")
  static void fromRevision(Place place) {
    place.create("configmaps", "{metadata:{name:'before'}}");
    String from = place.get("configmaps").revision();
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    place.create("configmaps", "{metadata:{name:'b'}}");
    place.delete("configmaps/a").is(200);
    place
        .watch("configmaps?resourceVersion=" + from)
        .tells("ADDED a", "MODIFIED a", "ADDED b", "DELETED a");
  }

  @Fact("a watch without a revision begins with what is there")
  static void fromNothing(Place place) {
    place.create("configmaps", "{metadata:{name:'a',labels:{own:'yes'}}}");
    Events events = place.watch("configmaps?labelSelector=own");
    events.tells("ADDED a");
    place.create("configmaps", "{metadata:{name:'b',labels:{own:'yes'}}}");
    events.tells("ADDED b");
  }

  @Fact("a watch from revision 0 begins with what is there")
  static void fromZero(Place place) {
    place.create("configmaps", "{metadata:{name:'a',labels:{own:'yes'}}}");
    place.until("it is seen", () -> place.get("configmaps/a?resourceVersion=0").status() == 200);
    place.watch("configmaps?labelSelector=own&resourceVersion=0").tells("ADDED a");
  }

  @Fact("a deletion's event has the last state and a revision of its own")
  static void deletionRevision(Place place) {
    String created = place.create("configmaps", "{metadata:{name:'a'},data:{k:'v'}}").revision();
    place.delete("configmaps/a").is(200);
    Events events = place.watch("configmaps?resourceVersion=" + created);
    JsonNode deleted = events.next();
    assertThat(deleted.path("type").asText()).isEqualTo("DELETED");
    assertThat(deleted.at("/object/data/k").asText()).isEqualTo("v");
    assertThat(deleted.at("/object/metadata/resourceVersion").asLong())
        .isGreaterThan(Long.parseLong(created));
  }

  @Fact("an object that comes to match the selector is ADDED, one that ceases to is DELETED")
  static void transitions(Place place) {
    String from = place.create("configmaps", "{metadata:{name:'a'}}").revision();
    Events events = place.watch("configmaps?labelSelector=x%3Dy&resourceVersion=" + from);
    place.merge("configmaps/a", "{metadata:{labels:{x:'y'}}}").is(200);
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    place.merge("configmaps/a", "{metadata:{labels:{x:'z'}}}").is(200);
    place.merge("configmaps/a", "{data:{k:'2'}}").is(200);
    place.create("configmaps", "{metadata:{name:'b',labels:{x:'y'}}}");
    events.tells("ADDED a", "MODIFIED a", "DELETED a", "ADDED b");
  }

  @Fact("what ceases to match is told with its last matching state and the new revision")
  static void lastMatching(Place place) {
    String from =
        place.create("configmaps", "{metadata:{name:'a',labels:{x:'y'}},data:{k:'1'}}").revision();
    Events events = place.watch("configmaps?labelSelector=x%3Dy&resourceVersion=" + from);
    String left =
        place.merge("configmaps/a", "{metadata:{labels:{x:'z'}},data:{k:'2'}}").revision();
    JsonNode deleted = events.next();
    assertThat(deleted.path("type").asText()).isEqualTo("DELETED");
    assertThat(deleted.at("/object/metadata/labels/x").asText()).isEqualTo("y");
    assertThat(deleted.at("/object/data/k").asText()).isEqualTo("1");
    assertThat(deleted.at("/object/metadata/resourceVersion").asText()).isEqualTo(left);
  }

  @Fact("a watch of one name by field selector tells only of it")
  static void oneName(Place place) {
    String from = place.get("configmaps").revision();
    Events events =
        place.watch("configmaps?fieldSelector=metadata.name%3Db&resourceVersion=" + from);
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.create("configmaps", "{metadata:{name:'b'}}");
    place.delete("configmaps/b").is(200);
    events.tells("ADDED b", "DELETED b");
  }

  @Fact("a watch over all namespaces tells of each")
  static void allNamespaces(Place place) {
    String from = place.create("configmaps", "{metadata:{name:'a'}}").revision();
    String label = place.unique("l");
    Events events =
        place.watch("/api/v1/configmaps?labelSelector=" + label + "&resourceVersion=" + from);
    place.create("configmaps", "{metadata:{name:'b',labels:{'%s':''}}}".formatted(label));
    JsonNode event = events.next();
    assertThat(event.at("/object/metadata/namespace").asText()).isEqualTo(place.namespace());
  }

  @Fact("a watch tells nothing of other namespaces")
  static void otherNamespaces(Place place) {
    String other = place.unique("other");
    place.make("/api/v1/namespaces", "{metadata:{name:'%s'}}".formatted(other));
    String from = place.get("configmaps").revision();
    Events events = place.watch("configmaps?resourceVersion=" + from);
    place.create("/api/v1/namespaces/" + other + "/configmaps", "{metadata:{name:'theirs'}}");
    place.create("configmaps", "{metadata:{name:'ours'}}");
    JsonNode event = events.next();
    while (event.at("/object/metadata/name").asText().equals("kube-root-ca.crt")) {
      event = events.next();
    }
    assertThat(event.at("/object/metadata/name").asText()).isEqualTo("ours");
  }

  @Fact("timeoutSeconds ends a watch")
  static void timeout(Place place) {
    String from = place.get("secrets").revision();
    place
        .watch(
            "secrets?timeoutSeconds=1&fieldSelector=metadata.name%3Dnone&resourceVersion=" + from)
        .ends();
  }

  @Fact("a timeout that is no number is BadRequest")
  static void badTimeout(Place place) {
    Events events = place.watch("configmaps?timeoutSeconds=soon");
    assertThat(events.status()).isEqualTo(400);
    assertThat(events.next().path("reason").asText()).isEqualTo("BadRequest");
  }

  @Fact("a watch from a revision long gone is told 410 Expired")
  static void expired(Place place) {
    place.namespace();
    Events events = place.watch("configmaps?resourceVersion=1");
    JsonNode told = events.next();
    JsonNode status = events.status() == 200 ? told.path("object") : told;
    assertThat(events.status() == 200 ? told.path("type").asText() : "ERROR").isEqualTo("ERROR");
    assertThat(status.path("code").asInt()).isEqualTo(410);
    assertThat(status.path("reason").asText()).isEqualTo("Expired");
    assertThat(status.path("message").asText()).contains("too old resource version: 1");
  }

  @Fact("a watch from a revision that is no number is refused")
  static void wordAsRevision(Place place) {
    Events events = place.watch("configmaps?resourceVersion=soon");
    assertThat(events.status()).isGreaterThanOrEqualTo(400);
    assertThat(events.next().path("message").asText()).contains("soon");
  }

  @Fact("the bookmarks of a watch name a revision and nothing else")
  static void bookmark(Place place) {
    String from = place.create("secrets", "{metadata:{name:'a'}}").revision();
    Events events =
        place.watch(
            "secrets?allowWatchBookmarks=true&timeoutSeconds=3&resourceVersion=%s".formatted(from));
    JsonNode event = events.next();
    while (!event.path("type").asText().equals("BOOKMARK")) {
      event = events.next();
    }
    assertThat(event.at("/object/kind").asText()).isEqualTo("Secret");
    assertThat(event.at("/object/metadata/resourceVersion").asLong())
        .isGreaterThanOrEqualTo(Long.parseLong(from));
    assertThat(event.at("/object/metadata/name").asText()).isEmpty();
  }

  @Fact(value = "sendInitialEvents tells what is there, then a bookmark that says so", since = 32)
  static void initialEvents(Place place) {
    place.create("configmaps", "{metadata:{name:'a',labels:{own:'yes'}}}");
    Events events =
        place.watch(
            "configmaps?labelSelector=own&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan");
    events.tells("ADDED a");
    JsonNode bookmark = events.next();
    assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
    assertThat(bookmark.at("/object/metadata/annotations/k8s.io~1initial-events-end").asText())
        .isEqualTo("true");
    place.create("configmaps", "{metadata:{name:'b',labels:{own:'yes'}}}");
    events.tells("ADDED b");
  }

  @Fact(value = "sendInitialEvents without resourceVersionMatch is Invalid", since = 27)
  static void initialEventsAlone(Place place) {
    Events events = place.watch("configmaps?sendInitialEvents=true&allowWatchBookmarks=true");
    assertThat(events.status()).isEqualTo(422);
    JsonNode cause = events.next().at("/details/causes/0");
    assertThat(cause.path("field").asText()).isEqualTo("resourceVersionMatch");
    assertThat(cause.path("reason").asText()).isEqualTo("FieldValueForbidden");
  }

  @Fact(value = "resourceVersionMatch without sendInitialEvents is Invalid in a watch", since = 27)
  static void matchAlone(Place place) {
    Events events = place.watch("configmaps?resourceVersionMatch=NotOlderThan&resourceVersion=0");
    assertThat(events.status()).isEqualTo(422);
    assertThat(events.next().at("/details/causes/0/field").asText())
        .isEqualTo("resourceVersionMatch");
  }

  @Fact("a watch whose Accept asks for tables sends tables")
  static void tables(Place place) {
    String from = place.get("configmaps").revision();
    Events events = place.watch("configmaps?resourceVersion=" + from, Place.TABLE);
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'v'}}");
    place.merge("configmaps/a", "{data:{l:'w'}}").is(200);
    JsonNode first = events.next();
    assertThat(first.at("/object/kind").asText()).isEqualTo("Table");
    assertThat(first.at("/object/columnDefinitions")).isNotEmpty();
    assertThat(first.at("/object/rows/0/cells/0").asText()).isEqualTo("a");
    JsonNode second = events.next();
    assertThat(second.at("/object/rows/0/cells/1").asInt()).isEqualTo(2);
    assertThat(second.at("/object/columnDefinitions").isEmpty()).isTrue();
  }

  @Fact("a watch whose Accept asks for metadata sends metadata")
  static void metadata(Place place) {
    String from = place.get("configmaps").revision();
    Events events =
        place.watch(
            "configmaps?resourceVersion=" + from,
            "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'v'}}");
    JsonNode event = events.next();
    assertThat(event.at("/object/kind").asText()).isEqualTo("PartialObjectMetadata");
    assertThat(event.at("/object/data").isMissingNode()).isTrue();
  }

  @Fact("custom resources are watched as all else")
  static void customResources(Place place) {
    Custom custom = Custom.open(place);
    String from = place.get(custom.path()).revision();
    Events events = place.watch(custom.path() + "?resourceVersion=" + from);
    custom.create("a", "spec:{size:1}");
    place.merge(custom.path("a"), "{spec:{size:2}}").is(200);
    place.delete(custom.path("a")).is(200);
    events.tells("ADDED a", "MODIFIED a", "DELETED a");
  }

  @Fact("two watches from one revision tell the same")
  static void twoWatches(Place place) {
    String from = place.get("configmaps").revision();
    Events first = place.watch("configmaps?labelSelector=own&resourceVersion=" + from);
    for (int each = 0; each < 10; each++) {
      place.create("configmaps", "{metadata:{name:'m%d',labels:{own:''}}}".formatted(each));
    }
    Events second = place.watch("configmaps?labelSelector=own&resourceVersion=" + from);
    for (int each = 0; each < 10; each++) {
      assertThat(first.next()).isEqualTo(second.next());
    }
  }
}
