package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Lists and their pages. */
@Heading("Lists")
final class ListFacts {

  private ListFacts() {}

  private static void five(Place place) {
    for (String each : List.of("a", "b", "c", "d", "e")) {
      place.create("secrets", "{metadata:{name:'%s',labels:{own:''}}}".formatted(each));
    }
  }

  @Fact("a list is sorted by name and has a revision")
  static void sorted(Place place) {
    place.create("secrets", "{metadata:{name:'b'}}");
    String last = place.create("secrets", "{metadata:{name:'a'}}").revision();
    Answer list = place.get("secrets").is(200).has("/kind", "SecretList").has("/apiVersion", "v1");
    assertThat(list.names()).isSorted().contains("a", "b");
    assertThat(Long.parseLong(list.revision())).isGreaterThanOrEqualTo(Long.parseLong(last));
  }

  @Fact("the items of a list of a built-in kind tell neither kind nor apiVersion")
  static void itemsWithoutKind(Place place) {
    place.create("secrets", "{metadata:{name:'a'}}");
    place.get("secrets").is(200).lacks("/items/0/kind").lacks("/items/0/apiVersion");
  }

  @Fact("the items of a list of custom resources tell kind and apiVersion")
  static void customItemsWithKind(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "");
    place
        .get(custom.path())
        .is(200)
        .has("/kind", "WidgetList")
        .has("/items/0/kind", "Widget")
        .has("/items/0/apiVersion", custom.group() + "/v1");
  }

  @Fact("limit and continue go through all, once and in order")
  static void pages(Place place) {
    five(place);
    List<String> names = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      Answer page =
          place.get(
              "secrets?labelSelector=own&limit=2" + (token.isEmpty() ? "" : "&continue=" + token));
      names.addAll(page.is(200).names());
      token = page.text("/metadata/continue");
      pages++;
    } while (!token.isEmpty());
    assertThat(names).containsExactly("a", "b", "c", "d", "e");
    assertThat(pages).isEqualTo(3);
  }

  @Fact("all pages are of the first one's revision")
  static void consistentPages(Place place) {
    five(place);
    Answer first = place.get("secrets?limit=2").is(200);
    place.create("secrets", "{metadata:{name:'bb'}}");
    place.delete("secrets/e").is(200);
    Answer second =
        place.get("secrets?limit=10&continue=" + first.text("/metadata/continue")).is(200);
    assertThat(second.names()).containsExactly("c", "d", "e");
    assertThat(second.revision()).isEqualTo(first.revision());
  }

  @Fact("a page says how many items remain, unless there is a selector")
  static void remaining(Place place) {
    five(place);
    place.get("secrets?limit=2").is(200).has("/metadata/remainingItemCount", "3");
    place.get("secrets?limit=2&labelSelector=own").lacks("/metadata/remainingItemCount");
    place.get("secrets").lacks("/metadata/remainingItemCount").lacks("/metadata/continue");
  }

  @Fact("a continue token that is none is BadRequest")
  static void badToken(Place place) {
    place
        .get("secrets?limit=1&continue=nonsense")
        .is(400, "BadRequest")
        .mentions("continue key is not valid");
  }

  @Fact("a resourceVersion beside continue is BadRequest")
  static void tokenAndRevision(Place place) {
    five(place);
    Answer first = place.get("secrets?limit=2").is(200);
    place
        .get(
            "secrets?resourceVersion=%s&continue=%s"
                .formatted(first.revision(), first.text("/metadata/continue")))
        .is(400)
        .says("specifying resource version is not allowed when using continue");
  }

  @Fact("a limit that is no number is BadRequest")
  static void badLimit(Place place) {
    place.get("secrets?limit=many").is(400, "BadRequest").mentions("many");
  }

  @Fact("resourceVersionMatch Exact lists a past state")
  static void exact(Place place) {
    String past = place.create("secrets", "{metadata:{name:'a'}}").revision();
    place.create("secrets", "{metadata:{name:'b'}}");
    Answer list =
        place
            .get("secrets?resourceVersionMatch=Exact&resourceVersion=" + past)
            .is(200)
            .has("/metadata/resourceVersion", past);
    assertThat(list.names()).contains("a").doesNotContain("b");
  }

  @Fact("resourceVersionMatch NotOlderThan lists what is at least as new")
  static void notOlderThan(Place place) {
    String past = place.create("secrets", "{metadata:{name:'a'}}").revision();
    Answer list =
        place.get("secrets?resourceVersionMatch=NotOlderThan&resourceVersion=" + past).is(200);
    assertThat(list.names()).contains("a");
    assertThat(Long.parseLong(list.revision())).isGreaterThanOrEqualTo(Long.parseLong(past));
  }

  @Fact("resourceVersionMatch without resourceVersion is Invalid")
  static void matchWithoutRevision(Place place) {
    place
        .get("secrets?resourceVersionMatch=Exact")
        .is(422, "Invalid")
        .cause(
            "resourceVersionMatch",
            "FieldValueForbidden",
            "resourceVersionMatch is forbidden unless resourceVersion is provided");
  }

  @Fact("resourceVersionMatch Exact of 0 is Invalid")
  static void exactZero(Place place) {
    place
        .get("secrets?resourceVersionMatch=Exact&resourceVersion=0")
        .is(422, "Invalid")
        .cause("resourceVersionMatch", "FieldValueForbidden", "exact");
  }

  @Fact("another resourceVersionMatch is Invalid")
  static void otherMatch(Place place) {
    place
        .get("secrets?resourceVersionMatch=Newest&resourceVersion=1")
        .is(422, "Invalid")
        .cause("resourceVersionMatch", "FieldValueNotSupported", "Newest");
  }

  @Fact("an exact list of a revision long gone is 410")
  static void goneList(Place place) {
    place.get("secrets?resourceVersionMatch=Exact&resourceVersion=1").is(410, "Expired");
  }

  @Fact("a list of metadata has no more than metadata")
  static void partial(Place place) {
    place.create("secrets", "{metadata:{name:'a'},data:{k:'dg=='}}");
    place
        .get("secrets", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
        .is(200)
        .has("/kind", "PartialObjectMetadataList")
        .has("/items/0/metadata/name", "a")
        .lacks("/items/0/data");
  }

  @Fact("one object's metadata has no more than metadata")
  static void partialObject(Place place) {
    place.create("secrets", "{metadata:{name:'a'},data:{k:'dg=='}}");
    place
        .get("secrets/a", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
        .is(200)
        .has("/kind", "PartialObjectMetadata")
        .has("/apiVersion", "meta.k8s.io/v1")
        .lacks("/data");
  }

  @Fact("a list over all namespaces has each item's namespace")
  static void allNamespaces(Place place) {
    place.create("secrets", "{metadata:{name:'a',labels:{'%s':''}}}".formatted(place.unique("l")));
    place
        .get("/api/v1/secrets?labelSelector=" + place.unique("l"))
        .is(200)
        .has("/items/0/metadata/namespace", place.namespace());
  }

  @Fact("a list in a namespace that is not there is empty")
  static void nowhere(Place place) {
    place.get("/api/v1/namespaces/picket-none/secrets").is(200).has("/items", "[]");
  }

  @Fact("a list with limit and resourceVersion 0 answers")
  static void limitAtZero(Place place) {
    five(place);
    place.get("secrets?limit=500&resourceVersion=0").is(200).has("/kind", "SecretList");
  }
}
