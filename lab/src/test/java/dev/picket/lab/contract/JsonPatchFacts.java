package dev.picket.lab.contract;

/** RFC 6902. */
@Heading("Patch: JSON")
final class JsonPatchFacts {

  private JsonPatchFacts() {}

  private static Answer patched(Place place, String operations) {
    place.create("configmaps", "{metadata:{name:'a',annotations:{'x.dev/a':'1'}},data:{k:'1'}}");
    return place.jsonPatch("configmaps/a", operations);
  }

  @Fact("add, replace and remove")
  static void basic(Place place) {
    patched(
            place,
            "[{op:'add',path:'/data/l',value:'2'},{op:'replace',path:'/data/l',value:'3'},"
                + "{op:'remove',path:'/data/k'}]")
        .is(200)
        .has("/data", "{l:'3'}");
  }

  @Fact("move and copy")
  static void moveAndCopy(Place place) {
    patched(
            place,
            "[{op:'copy',from:'/data/k',path:'/data/l'},{op:'move',from:'/data/k',path:'/data/m'}]")
        .is(200)
        .has("/data", "{l:'1',m:'1'}");
  }

  @Fact("~1 and ~0 stand for / and ~")
  static void escapes(Place place) {
    patched(place, "[{op:'replace',path:'/metadata/annotations/x.dev~1a',value:'2'}]")
        .is(200)
        .has("/metadata/annotations", "{'x.dev/a':'2'}");
  }

  @Fact("- appends to a list, a number inserts")
  static void lists(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/b']}}");
    place
        .jsonPatch(
            "configmaps/a",
            "[{op:'add',path:'/metadata/finalizers/-',value:'x.dev/c'},"
                + "{op:'add',path:'/metadata/finalizers/0',value:'x.dev/a'}]")
        .is(200)
        .has("/metadata/finalizers", "['x.dev/a','x.dev/b','x.dev/c']");
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("a test that holds lets the patch through")
  static void testHolds(Place place) {
    patched(place, "[{op:'test',path:'/data/k',value:'1'},{op:'add',path:'/data/l',value:'2'}]")
        .is(200)
        .has("/data/l", "2");
  }

  @Fact("a test that fails is Invalid and changes nothing")
  static void testFails(Place place) {
    patched(place, "[{op:'add',path:'/data/l',value:'2'},{op:'test',path:'/data/k',value:'2'}]")
        .is(422, "Invalid")
        .mentions("the server rejected our request due to an error in our request");
    place.get("configmaps/a").has("/data", "{k:'1'}");
  }

  @Fact("removing what is not there is Invalid")
  static void removeMissing(Place place) {
    patched(place, "[{op:'remove',path:'/data/none'}]").is(422, "Invalid");
  }

  @Fact("adding below what is not there is Invalid")
  static void addBelowMissing(Place place) {
    patched(place, "[{op:'add',path:'/binaryData/x/y',value:'z'}]").is(422, "Invalid");
  }

  @Fact("an unknown operation is Invalid")
  static void unknownOperation(Place place) {
    patched(place, "[{op:'swap',path:'/data/k',value:'2'}]").is(422, "Invalid");
  }

  @Fact("a patch that is no list is BadRequest")
  static void noList(Place place) {
    patched(place, "{op:'add'}").is(400, "BadRequest");
  }

  @Fact("a patch of what is not there is NotFound")
  static void missing(Place place) {
    place.jsonPatch("configmaps/a", "[]").is(404, "NotFound").says("configmaps \"a\" not found");
  }

  @Fact("a patch that breaks the object's types is refused")
  static void types(Place place) {
    patched(place, "[{op:'replace',path:'/data',value:'text'}]")
        .is(422, "Invalid")
        .cause("patch", "FieldValueInvalid", "");
  }

  @Fact("a patch of the name is BadRequest")
  static void name(Place place) {
    patched(place, "[{op:'replace',path:'/metadata/name',value:'b'}]")
        .is(400, "BadRequest")
        .mentions("the name of the object (b) does not match the name on the URL (a)");
  }

  @Fact("a JSON patch of more than 10,000 operations is too large")
  static void tooMany(Place place) {
    String one = "{op:'test',path:'/data/k',value:'1'}";
    patched(place, "[" + (one + ",").repeat(10_000) + one + "]").is(413, "RequestEntityTooLarge");
  }

  @Fact("a custom resource takes a JSON patch")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "spec:{list:[1,2]}");
    place
        .jsonPatch(custom.path("a"), "[{op:'remove',path:'/spec/list/0'}]")
        .is(200)
        .has("/spec/list", "[2]");
  }
}
