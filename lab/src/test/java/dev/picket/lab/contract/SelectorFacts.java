package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Which objects a list takes. */
@Heading("Selectors")
final class SelectorFacts {

  private SelectorFacts() {}

  private static void selects(Place place, String selector, String... names) {
    if (place.get("secrets/a").status() == 404) {
      place.create("secrets", "{metadata:{name:'a',labels:{tier:'front',env:'prod'}}}");
      place.create("secrets", "{metadata:{name:'b',labels:{tier:'back'}}}");
      place.create("secrets", "{metadata:{name:'c',labels:{n:'5'}}}");
    }
    Answer list =
        place.get("secrets?labelSelector=" + encoded(selector + ",!kubernetes.io/none")).is(200);
    assertThat(list.names().stream().filter(each -> each.length() == 1)).containsExactly(names);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Fact("= and == select by value")
  static void equal(Place place) {
    selects(place, "tier=front", "a");
    selects(place, "tier==back", "b");
  }

  @Fact("!= takes objects without the label, too")
  static void unequal(Place place) {
    selects(place, "tier!=front", "b", "c");
  }

  @Fact("in takes any of the values")
  static void in(Place place) {
    selects(place, "tier in (front,back)", "a", "b");
  }

  @Fact("notin takes objects without the label, too")
  static void notIn(Place place) {
    selects(place, "tier notin (front)", "b", "c");
  }

  @Fact("a bare key takes objects that have the label")
  static void exists(Place place) {
    selects(place, "env", "a");
  }

  @Fact("! takes objects that lack the label")
  static void lacks(Place place) {
    selects(place, "!tier", "c");
  }

  @Fact("> and < compare numbers")
  static void numbers(Place place) {
    selects(place, "n>4", "c");
    selects(place, "n<5");
    selects(place, "n<6", "c");
  }

  @Fact("requirements are joined by and")
  static void and(Place place) {
    selects(place, "tier in (front,back),env=prod", "a");
  }

  @Fact("a label selector that cannot be parsed is BadRequest")
  static void unparsable(Place place) {
    place
        .get("secrets?labelSelector=" + encoded("a in b"))
        .is(400, "BadRequest")
        .says("unable to parse requirement: found 'b' expected: '('");
    place
        .get("secrets?labelSelector=" + encoded("a==b==c"))
        .is(400, "BadRequest")
        .says("found '==', expected: ',' or 'end of string'");
    place
        .get("secrets?labelSelector=" + encoded(",,"))
        .is(400, "BadRequest")
        .says("found ',', expected: !, identifier, or 'end of string'");
  }

  @Fact("a label selector with an invalid value is BadRequest")
  static void invalidValue(Place place) {
    place
        .get("secrets?labelSelector=" + encoded("a=b/c"))
        .is(400, "BadRequest")
        .mentions("b/c", "a valid label must be");
  }

  @Fact("a label selector with > and a word is BadRequest")
  static void greaterThanWord(Place place) {
    place.get("secrets?labelSelector=" + encoded("a>b")).is(400, "BadRequest").mentions("integer");
  }

  @Fact("metadata.name and metadata.namespace are fields of every kind")
  static void nameAndNamespace(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.create("configmaps", "{metadata:{name:'b'}}");
    String selector = "metadata.name=a,metadata.namespace=" + place.namespace();
    assertThat(place.get("/api/v1/configmaps?fieldSelector=" + encoded(selector)).is(200).names())
        .containsExactly("a");
    assertThat(place.get("configmaps?fieldSelector=" + encoded("metadata.name!=a")).names())
        .contains("b")
        .doesNotContain("a");
  }

  @Fact("another field of a ConfigMap is BadRequest")
  static void unknownField(Place place) {
    place
        .get("configmaps?fieldSelector=" + encoded("data.k=v"))
        .is(400, "BadRequest")
        .says(
            "\"data.k\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
  }

  @Fact("pods are selected by node, phase and restart policy")
  static void podFields(Place place) {
    place.create("pods", Bodies.pod("a", "nodeName:'" + place.unique("n") + "',"));
    place.create("pods", Bodies.pod("b", "restartPolicy:'Never',"));
    assertThat(
            place
                .get("pods?fieldSelector=" + encoded("spec.nodeName=" + place.unique("n")))
                .is(200)
                .names())
        .containsExactly("a");
    assertThat(
            place
                .get(
                    "pods?fieldSelector="
                        + encoded("spec.restartPolicy=Never,status.phase=Pending,spec.nodeName="))
                .is(200)
                .names())
        .containsExactly("b");
    place.get("pods?fieldSelector=" + encoded("spec.hostname=x")).is(400, "BadRequest");
  }

  @Fact("secrets are selected by type")
  static void secretType(Place place) {
    place.create("secrets", "{metadata:{name:'a'},type:'x.dev/one'}");
    place.create("secrets", "{metadata:{name:'b'}}");
    assertThat(place.get("secrets?fieldSelector=" + encoded("type=x.dev/one")).is(200).names())
        .containsExactly("a");
  }

  @Fact("events are selected by what they are about")
  static void eventFields(Place place) {
    String about = "{metadata:{name:'%s'},involvedObject:{kind:'Pod',name:'%s',namespace:'%s'}%s}";
    String own = place.namespace();
    place.create("events", about.formatted("a", "p", own, ",reason:'Started',type:'Normal'"));
    place.create("events", about.formatted("b", "q", own, ",reason:'Failed',type:'Warning'"));
    assertThat(names(place, "events", "involvedObject.name=p,involvedObject.kind=Pod"))
        .containsExactly("a");
    assertThat(names(place, "events", "type=Warning,reason=Failed")).containsExactly("b");
  }

  private static java.util.List<String> names(Place place, String path, String fields) {
    return place.get(path + "?fieldSelector=" + encoded(fields)).is(200).names();
  }

  @Fact("namespaces are selected by phase")
  static void namespacePhase(Place place) {
    String own = place.namespace();
    assertThat(names(place, "/api/v1/namespaces", "status.phase=Active,metadata.name=" + own))
        .containsExactly(own);
  }

  @Fact("a custom resource's other fields are BadRequest")
  static void customField(Place place) {
    Custom custom = Custom.open(place);
    place
        .get(custom.path() + "?fieldSelector=" + encoded("spec.size=1"))
        .is(400, "BadRequest")
        .mentions("field label not supported: spec.size");
  }

  @Fact(value = "a custom resource's selectableFields select", since = 31)
  static void selectableFields(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object',properties:{colour:{type:'string'},size:{type:'integer'}}}",
                "selectableFields:[{jsonPath:'.spec.colour'},{jsonPath:'.spec.size'}]"));
    custom.create("a", "spec:{colour:'red',size:1}");
    custom.create("b", "spec:{colour:'blue',size:2}");
    assertThat(names(place, custom.path(), "spec.colour=red")).containsExactly("a");
    assertThat(names(place, custom.path(), "spec.size=2,spec.colour!=red")).containsExactly("b");
    place.get(custom.path() + "?fieldSelector=spec.other%3D1").is(400, "BadRequest");
  }

  @Fact("a field selector that cannot be parsed is BadRequest")
  static void unparsableField(Place place) {
    place
        .get("configmaps?fieldSelector=metadata.name")
        .is(400, "BadRequest")
        .mentions("invalid selector: 'metadata.name'");
  }

  @Fact("a list that selects nothing is an empty list")
  static void nothing(Place place) {
    place
        .get("secrets?labelSelector=no%3Dsuch")
        .is(200)
        .has("/kind", "SecretList")
        .has("/items", "[]");
  }

  @Fact(
      value = "shardSelector takes the objects of a range of uid hashes and says so",
      labOnly = "KEP-5866 is alpha")
  static void shards(Place place) {
    for (int each = 0; each < 10; each++) {
      place.create("secrets", "{metadata:{name:'s%d'}}".formatted(each));
    }
    String low = "shardRange(object.metadata.uid,'0x0000000000000000','0x8000000000000000')";
    String high = "shardRange(object.metadata.uid,'0x8000000000000000','0x10000000000000000')";
    Answer lower = place.get("secrets?shardSelector=" + encoded(low)).is(200);
    Answer upper = place.get("secrets?shardSelector=" + encoded(high)).is(200);
    lower.has("/metadata/shardInfo/selector", low);
    assertThat(lower.names()).doesNotContainAnyElementsOf(upper.names());
    assertThat(lower.names().size() + upper.names().size()).isEqualTo(10);
  }
}
