package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Several versions of one kind, and their columns. */
@Heading("Custom resources: versions and columns")
final class CustomVersionFacts {

  private static final String SIZE = "spec:{type:'object',properties:{size:{type:'integer'}}}";

  private CustomVersionFacts() {}

  private static Custom two(Place place) {
    return Custom.of(
        place,
        Custom.version("v1", true, SIZE, ""),
        Custom.version("v2", false, SIZE.replace("size:", "colour:{type:'string'},size:"), ""));
  }

  @Fact("an object is read in every version that is served")
  static void both(Place place) {
    Custom custom = two(place);
    custom.create("a", "spec:{size:1}").has("/apiVersion", custom.group() + "/v1");
    place
        .get(custom.path("v2", "a"))
        .is(200)
        .has("/apiVersion", custom.group() + "/v2")
        .has("/spec/size", "1");
    assertThat(place.get(custom.path("v2", "")).names()).containsExactly("a");
  }

  @Fact("what the storage version does not know is not kept")
  static void pruned(Place place) {
    Custom custom = two(place);
    place
        .post(custom.path("v2", ""), custom.object("v2", "a", "spec:{size:1,colour:'red'}"))
        .is(201)
        .has("/spec", "{size:1}");
  }

  @Fact("a watch in one version tells objects of another")
  static void watch(Place place) {
    Custom custom = two(place);
    String from = place.get(custom.path("v2", "")).revision();
    Events events = place.watch(custom.path("v2", "") + "?resourceVersion=" + from);
    custom.create("a", "");
    assertThat(events.next().at("/object/apiVersion").asText()).isEqualTo(custom.group() + "/v2");
  }

  @Fact("a version that is not served is NotFound")
  static void notServed(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version("v1", true, SIZE, ""),
            Custom.version("v2", false, SIZE, "").replace("served:true", "served:false"));
    place.get(custom.path("v2", "")).is(404);
  }

  @Fact("the highest version that is stable is preferred")
  static void preferred(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version("v1beta1", false, SIZE, ""),
            Custom.version("v2alpha1", false, SIZE, ""),
            Custom.version("v1", true, SIZE, ""));
    place.until("it is discovered", () -> place.get("/apis/" + custom.group()).status() == 200);
    place.untilHas("/apis/" + custom.group(), "/preferredVersion/version", "v1");
    assertThat(place.get("/apis/" + custom.group()).at("/versions").findValuesAsText("version"))
        .containsExactly("v1", "v1beta1", "v2alpha1");
  }

  @Fact("a deprecated version warns")
  static void deprecated(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version("v1", true, SIZE, "deprecated:true,deprecationWarning:'use another'"));
    assertThat(custom.create("a", "").header("Warning")).isEqualTo("299 - \"use another\"");
    assertThat(place.get(custom.path()).header("Warning")).contains("use another");
  }

  @Fact("the storage version can be changed, and objects stay readable")
  static void storage(Place place) {
    Custom custom = two(place);
    custom.create("a", "spec:{size:1}");
    place
        .jsonPatch(
            custom.definition(),
            "[{op:'replace',path:'/spec/versions/0/storage',value:false},"
                + "{op:'replace',path:'/spec/versions/1/storage',value:true}]")
        .is(200);
    place.untilHas(custom.definition(), "/status/storedVersions", "['v1','v2']");
    place.get(custom.path("a")).is(200).has("/spec/size", "1");
  }

  private static Answer table(Place place, String columns) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object','x-kubernetes-preserve-unknown-fields':true}",
                columns));
    custom.create("a", "spec:{size:3,at:'2020-01-02T03:04:05Z',list:['x','y']}");
    return place.get(custom.path(), Place.TABLE).is(200);
  }

  @Fact("without columns of its own a kind shows name and age")
  static void usual(Place place) {
    Answer table = table(place, "");
    assertThat(table.at("/columnDefinitions").findValuesAsText("name"))
        .containsExactly("Name", "Age");
  }

  @Fact("columns come from their JSON paths, in order")
  static void columns(Place place) {
    Answer table =
        table(
            place,
            "additionalPrinterColumns:[{name:'Size',type:'integer',jsonPath:'.spec.size'},"
                + "{name:'First',type:'string',jsonPath:'.spec.list[0]',priority:1},"
                + "{name:'None',type:'string',jsonPath:'.spec.none'}]");
    assertThat(table.at("/columnDefinitions").findValuesAsText("name"))
        .containsExactly("Name", "Size", "First", "None");
    table
        .has("/rows/0/cells/0", "a")
        .has("/rows/0/cells/1", "3")
        .has("/rows/0/cells/2", "x")
        .has("/columnDefinitions/2/priority", "1");
  }

  @Fact("a column of type date tells how long ago it is")
  static void date(Place place) {
    Answer table =
        table(place, "additionalPrinterColumns:[{name:'Since',type:'date',jsonPath:'.spec.at'}]");
    assertThat(table.text("/rows/0/cells/1")).matches("\\d+y(\\d+d)?");
  }
}
