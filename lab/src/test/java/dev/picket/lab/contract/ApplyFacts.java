package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Server-side apply: who owns what. */
@Heading("Patch: apply")
final class ApplyFacts {

  private ApplyFacts() {}

  private static String map(String data) {
    return "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a'},data:{" + data + "}}";
  }

  private static JsonNode manager(Answer answer, String name) {
    for (JsonNode each : answer.at("/metadata/managedFields")) {
      if (each.path("manager").asText().equals(name)) {
        return each;
      }
    }
    throw new AssertionError("no manager " + name + " in " + answer.told());
  }

  @Fact("an apply creates what is not there")
  static void creates(Place place) {
    Answer applied = place.apply("configmaps/a", "one", map("k:'1'")).is(201).has("/data/k", "1");
    assertThat(manager(applied, "one").path("operation").asText()).isEqualTo("Apply");
    assertThat(manager(applied, "one").at("/fieldsV1/f:data/f:k").isObject()).isTrue();
  }

  @Fact("an apply that leaves out what its manager owned removes it")
  static void removes(Place place) {
    place.apply("configmaps/a", "one", map("k:'1',l:'2'")).is(201);
    place.apply("configmaps/a", "one", map("k:'1'")).is(200).has("/data", "{k:'1'}");
  }

  @Fact("an apply keeps what others set")
  static void keeps(Place place) {
    place.apply("configmaps/a", "one", map("k:'1'")).is(201);
    place.apply("configmaps/a", "two", map("l:'2'")).is(200).has("/data", "{k:'1',l:'2'}");
  }

  @Fact("an apply of another's value is a Conflict that names owner and field")
  static void conflict(Place place) {
    place.apply("configmaps/a", "one", map("k:'1'")).is(201);
    place
        .apply("configmaps/a", "two", map("k:'2'"))
        .is(409, "Conflict")
        .says("Apply failed with 1 conflict: conflict with \"one\": .data.k")
        .cause(".data.k", "FieldManagerConflict", "conflict with \"one\"");
  }

  @Fact("force takes the field over")
  static void force(Place place) {
    place.apply("configmaps/a", "one", map("k:'1',l:'1'")).is(201);
    Answer forced =
        place.apply("configmaps/a?force=true", "two", map("k:'2'")).is(200).has("/data/k", "2");
    assertThat(manager(forced, "one").path("fieldsV1").toString())
        .doesNotContain("f:k")
        .contains("f:l");
    assertThat(manager(forced, "two").path("fieldsV1").toString()).contains("f:k");
  }

  @Fact("the same value is shared, and goes when all owners have left it")
  static void shared(Place place) {
    place.apply("configmaps/a", "one", map("k:'1',x:'1'")).is(201);
    place.apply("configmaps/a", "two", map("k:'1',y:'1'")).is(200);
    place.apply("configmaps/a", "one", map("x:'1'")).is(200).has("/data/k", "1");
    place.apply("configmaps/a", "two", map("y:'1'")).is(200).has("/data", "{x:'1',y:'1'}");
  }

  @Fact("an update by another takes a field's ownership")
  static void update(Place place) {
    place.apply("configmaps/a", "one", map("k:'1'")).is(201);
    Answer updated = place.merge("configmaps/a?fieldManager=editor", "{data:{k:'2'}}").is(200);
    assertThat(manager(updated, "editor").path("operation").asText()).isEqualTo("Update");
    place
        .apply("configmaps/a", "one", map("k:'1'"))
        .is(409, "Conflict")
        .mentions("conflict with \"editor\" using v1", ".data.k");
  }

  @Fact("without a fieldManager an apply is Invalid")
  static void noManager(Place place) {
    place
        .patch("configmaps/a", Place.APPLY, map("k:'1'"))
        .is(422, "Invalid")
        .cause("fieldManager", "FieldValueRequired", "is required for apply patch");
  }

  @Fact("force is Invalid with other patches")
  static void forceElsewhere(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .merge("configmaps/a?force=true", "{data:{k:'1'}}")
        .is(422, "Invalid")
        .cause("force", "FieldValueForbidden", "may not be specified for non-apply patch");
  }

  @Fact("an apply with managedFields is BadRequest")
  static void withManaged(Place place) {
    place
        .apply(
            "configmaps/a",
            "one",
            "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',managedFields:[{manager:'x',"
                + "operation:'Apply',apiVersion:'v1',fieldsType:'FieldsV1',fieldsV1:{}}]}}")
        .is(400, "BadRequest")
        .mentions("metadata.managedFields must be nil");
  }

  @Fact("an apply's body may be YAML")
  static void yaml(Place place) {
    place
        .send(
            "PATCH",
            "configmaps/a?fieldManager=one",
            Place.APPLY,
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: \"1\"\n")
        .is(201)
        .has("/data/k", "1");
  }

  @Fact("an apply without kind is BadRequest")
  static void noKind(Place place) {
    place.apply("configmaps/a", "one", "{metadata:{name:'a'},data:{k:'1'}}").is(400, "BadRequest");
  }

  @Fact("an apply of another name than the path's is BadRequest")
  static void otherName(Place place) {
    place.create("configmaps", "{metadata:{name:'b'}}");
    place
        .apply("configmaps/b", "one", map("k:'1'"))
        .is(400, "BadRequest")
        .mentions("does not match the name on the URL");
  }

  @Fact("an apply that changes nothing keeps the resourceVersion")
  static void unchanged(Place place) {
    String first = place.apply("configmaps/a", "one", map("k:'1'")).is(201).revision();
    assertThat(place.apply("configmaps/a", "one", map("k:'1'")).is(200).revision())
        .isEqualTo(first);
  }

  @Fact("containers are owned by name")
  static void containers(Place place) {
    String deployment =
        "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'a'},spec:{replicas:0,"
            + "selector:{matchLabels:{app:'a'}},template:{metadata:{labels:{app:'a'}},"
            + "spec:{containers:[{name:'c',image:'i'}]}}}}";
    Answer applied = place.apply("apps/v1/deployments/a", "one", deployment).is(201);
    String key = "k:{\"name\":\"c\"}";
    JsonNode containers =
        manager(applied, "one").at("/fieldsV1/f:spec/f:template/f:spec/f:containers");
    assertThat(containers.has(key)).isTrue();
    assertThat(containers.path(key).has("f:image")).isTrue();
    place
        .apply(
            "apps/v1/deployments/a",
            "two",
            "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'a'},spec:{template:{"
                + "spec:{containers:[{name:'c',image:'i',args:['x']},{name:'d',image:'j'}]}}}}")
        .is(200)
        .has("/spec/template/spec/containers/0/args", "['x']")
        .has("/spec/template/spec/containers/1/name", "d");
    Answer without = place.apply("apps/v1/deployments/a", "two", deployment).is(200);
    assertThat(without.at("/spec/template/spec/containers")).hasSize(1);
  }

  @Fact("a key twice in a list of maps is refused")
  static void duplicateKey(Place place) {
    Answer applied =
        place.apply(
            "services/a",
            "one",
            "{apiVersion:'v1',kind:'Service',metadata:{name:'a'},"
                + "spec:{ports:[{port:80,protocol:'TCP'},{port:80,protocol:'TCP'}]}}");
    assertThat(applied.status()).isGreaterThanOrEqualTo(400);
    applied.mentions("duplicate entries for key");
  }

  @Fact("an unknown field in an apply is refused")
  static void unknownField(Place place) {
    Answer applied =
        place.apply(
            "configmaps/a",
            "one",
            "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a'},dato:{k:'1'}}");
    assertThat(applied.status()).isGreaterThanOrEqualTo(400);
    applied.mentions(".dato: field not declared in schema");
  }

  @Fact("an empty list of managedFields resets ownership")
  static void reset(Place place) {
    place.apply("configmaps/a", "one", map("k:'1'")).is(201);
    place.merge("configmaps/a", "{metadata:{managedFields:[{}]}}").is(200);
    place.get("configmaps/a").lacks("/metadata/managedFields");
    place
        .apply("configmaps/a", "two", map("k:'2'"))
        .is(409, "Conflict")
        .mentions("before-first-apply");
  }

  @Fact("custom resources are applied, with lists by their keys")
  static void custom(Place place) {
    Custom custom =
        Custom.withSpec(
            place,
            "parts:{type:'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['id'],"
                + "items:{type:'object',required:['id'],properties:{id:{type:'string'},"
                + "n:{type:'integer'}}}}");
    place.apply(custom.path("a"), "one", custom.object("a", "spec:{parts:[{id:'x',n:1}]}")).is(201);
    place
        .apply(custom.path("a"), "two", custom.object("a", "spec:{parts:[{id:'y',n:2}]}"))
        .is(200)
        .has("/spec/parts", "[{id:'x',n:1},{id:'y',n:2}]");
    place
        .apply(custom.path("a"), "two", custom.object("a", "spec:{parts:[{id:'x',n:3}]}"))
        .is(409, "Conflict")
        .mentions(".spec.parts[id=\"x\"].n");
  }
}
