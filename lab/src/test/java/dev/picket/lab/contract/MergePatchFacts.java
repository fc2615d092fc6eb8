package dev.picket.lab.contract;

/** RFC 7386. */
@Heading("Patch: merge")
final class MergePatchFacts {

  private MergePatchFacts() {}

  private static Answer patched(Place place, String patch) {
    place.create("configmaps", "{metadata:{name:'a',labels:{l:'1'}},data:{k:'1',l:'2'}}");
    return place.merge("configmaps/a", patch);
  }

  @Fact("values are replaced, null deletes, the rest stays")
  static void merges(Place place) {
    patched(place, "{data:{k:null,m:'3'}}").is(200).has("/data", "{l:'2',m:'3'}");
  }

  @Fact("lists are replaced as a whole")
  static void lists(Place place) {
    place.create(
        "services", "{metadata:{name:'a'},spec:{ports:[{name:'x',port:1},{name:'y',port:2}]}}");
    Answer patched = place.merge("services/a", "{spec:{ports:[{name:'z',port:3}]}}").is(200);
    patched.has("/spec/ports/0/name", "z").lacks("/spec/ports/1");
  }

  @Fact(value = "a patch that is no object is BadRequest", since = 25)
  static void noObject(Place place) {
    patched(place, "[]").is(400, "BadRequest");
  }

  @Fact(value = "malformed JSON is BadRequest", since = 25)
  static void malformed(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.send("PATCH", "configmaps/a", Place.MERGE, "{\"data\":").is(400, "BadRequest");
  }

  @Fact("a wrong type is Invalid")
  static void wrongType(Place place) {
    patched(place, "{data:{k:{x:'y'}}}").is(422, "Invalid").cause("patch", "FieldValueInvalid", "");
  }

  @Fact("a patch of what is not there is NotFound")
  static void missing(Place place) {
    place.merge("configmaps/a", "{data:{k:'1'}}").is(404, "NotFound");
  }

  @Fact("a patch that makes the object invalid is Invalid")
  static void invalid(Place place) {
    patched(place, "{data:{'a b':'1'}}")
        .invalid("data[a b]", "FieldValueInvalid", "a valid config key");
  }

  @Fact("a custom resource takes a merge patch")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "spec:{a:1,b:{c:2,d:3}}");
    place.merge(custom.path("a"), "{spec:{a:null,b:{c:4}}}").is(200).has("/spec", "{b:{c:4,d:3}}");
  }

  @Fact("another content type is UnsupportedMediaType")
  static void contentType(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .send("PATCH", "configmaps/a", Place.JSON, "{}")
        .is(415, "UnsupportedMediaType")
        .says("415: Unsupported Media Type");
  }

  @Fact("the uid and the creation time cannot be patched away")
  static void identity(Place place) {
    String uid = place.create("configmaps", "{metadata:{name:'a'}}").uid();
    place
        .merge("configmaps/a", "{metadata:{uid:null,creationTimestamp:null},data:{k:'1'}}")
        .is(200)
        .has("/metadata/uid", uid);
  }
}
