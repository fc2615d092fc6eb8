package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What a new object gets, and which are refused. */
@Heading("Create")
final class CreateFacts {

  private CreateFacts() {}

  @Fact("a new object has a uid, a revision and a creation time")
  static void metadata(Place place) {
    Answer created = place.create("configmaps", "{metadata:{name:'a'}}");
    assertThat(created.uid()).matches("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
    assertThat(created.text("/metadata/creationTimestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    created.has("/kind", "ConfigMap").has("/apiVersion", "v1");
    created.has("/metadata/namespace", place.namespace());
  }

  @Fact("a uid, a creation time and a deletion time that the client gives are dropped")
  static void dropped(Place place) {
    Answer created =
        place.create(
            "configmaps",
            "{metadata:{name:'a',uid:'mine',creationTimestamp:'2001-01-01T00:00:00Z',"
                + "deletionTimestamp:'2001-01-01T00:00:00Z',deletionGracePeriodSeconds:3}}");
    assertThat(created.uid()).isNotEqualTo("mine");
    assertThat(created.text("/metadata/creationTimestamp")).doesNotStartWith("2001");
    created.lacks("/metadata/deletionTimestamp").lacks("/metadata/deletionGracePeriodSeconds");
  }

  @Fact("generateName gets a suffix of five")
  static void generateName(Place place) {
    Answer first = place.create("configmaps", "{metadata:{generateName:'a-'}}");
    Answer second = place.create("configmaps", "{metadata:{generateName:'a-'}}");
    assertThat(first.name()).matches("a-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(first.name()).isNotEqualTo(second.name());
    first.has("/metadata/generateName", "a-");
  }

  @Fact("a name goes before generateName")
  static void nameFirst(Place place) {
    assertThat(place.create("configmaps", "{metadata:{name:'a',generateName:'b-'}}").name())
        .isEqualTo("a");
  }

  @Fact("without a name it is Invalid")
  static void noName(Place place) {
    place
        .post("configmaps", "{metadata:{}}")
        .invalid("metadata.name", "FieldValueRequired", "name or generateName is required")
        .says(
            "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required");
  }

  @Fact("with a resourceVersion it is an error")
  static void withRevision(Place place) {
    place
        .post("configmaps", "{metadata:{name:'a',resourceVersion:'1'}}")
        .is(500)
        .says("resourceVersion should not be set on objects to be created");
  }

  @Fact("in a namespace that is not there it is NotFound")
  static void nowhere(Place place) {
    place
        .post("/api/v1/namespaces/picket-none/configmaps", "{metadata:{name:'a'}}")
        .is(404, "NotFound")
        .says("namespaces \"picket-none\" not found")
        .has("/details", "{name:'picket-none',kind:'namespaces'}");
  }

  @Fact("with another namespace than the path's it is BadRequest")
  static void otherNamespace(Place place) {
    place
        .post("configmaps", "{metadata:{name:'a',namespace:'other'}}")
        .is(400, "BadRequest")
        .mentions(
            "the namespace of the provided object does not match the namespace sent on the request");
  }

  @Fact("with another kind than the path's it is BadRequest")
  static void otherKind(Place place) {
    place
        .post("configmaps", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}")
        .is(400, "BadRequest")
        .mentions("Secret in version \"v1\" cannot be handled as a ConfigMap");
  }

  @Fact("a POST on a name is MethodNotAllowed")
  static void postOnName(Place place) {
    place
        .post("configmaps/a", "{metadata:{name:'a'}}")
        .is(405, "MethodNotAllowed")
        .says("the server does not allow this method on the requested resource");
  }

  @Fact("a new object with a spec has generation 1")
  static void generation(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "")).has("/metadata/generation", "1");
    place.create("configmaps", "{metadata:{name:'a'}}").lacks("/metadata/generation");
  }

  @Fact("a status that the client gives is dropped")
  static void status(Place place) {
    place
        .create(
            "apps/v1/deployments",
            Bodies.workload("a", "").replaceFirst("spec:", "status:{replicas:7},spec:"))
        .lacks("/status/replicas");
  }

  @Fact("a list is not created as one object")
  static void list(Place place) {
    place.post("configmaps", "{apiVersion:'v1',kind:'List',items:[]}").is(400, "BadRequest");
  }

  @Fact("managedFields tell who made it")
  static void managed(Place place) {
    place
        .create("configmaps?fieldManager=me", "{metadata:{name:'a'},data:{k:'v'}}")
        .has("/metadata/managedFields/0/manager", "me")
        .has("/metadata/managedFields/0/operation", "Update")
        .has("/metadata/managedFields/0/apiVersion", "v1")
        .has("/metadata/managedFields/0/fieldsType", "FieldsV1")
        .has("/metadata/managedFields/0/fieldsV1/f:data/f:k", "{}");
  }

  @Fact("without a fieldManager the User-Agent names it")
  static void agent(Place place) {
    place
        .send(
            "POST",
            "configmaps",
            java.util.Map.of("Content-Type", Place.JSON, "User-Agent", "walker/1.2 (x)"),
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}")
        .is(201)
        .has("/metadata/managedFields/0/manager", "walker");
  }

  @Fact("a fieldManager that is too long is Invalid")
  static void longManager(Place place) {
    place
        .post("configmaps?fieldManager=" + "m".repeat(129), "{metadata:{name:'a'}}")
        .is(422, "Invalid")
        .cause("fieldManager", "FieldValueTooLong", "");
  }

  @Fact("finalizers, labels, annotations and owners are kept")
  static void kept(Place place) {
    place
        .create(
            "configmaps",
            "{metadata:{name:'a',finalizers:['x.dev/f'],labels:{l:'1'},annotations:{a:'2'},"
                + "ownerReferences:[{apiVersion:'v1',kind:'Pod',name:'p',uid:'u'}]}}")
        .has("/metadata/finalizers", "['x.dev/f']")
        .has("/metadata/labels", "{l:'1'}")
        .has("/metadata/annotations", "{a:'2'}")
        .has("/metadata/ownerReferences/0/name", "p");
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("a finalizer without a domain is Invalid")
  static void finalizer(Place place) {
    place
        .post("configmaps", "{metadata:{name:'a',finalizers:['mine']}}")
        .invalid("metadata.finalizers[0]", "FieldValueInvalid", "mine");
  }

  @Fact("an owner without a uid is Invalid")
  static void owner(Place place) {
    place
        .post(
            "configmaps",
            "{metadata:{name:'a',ownerReferences:[{apiVersion:'v1',kind:'Pod',name:'p'}]}}")
        .invalid("metadata.ownerReferences.uid", "FieldValueInvalid", "uid must not be empty");
  }

  @Fact("a label's invalid value is Invalid")
  static void label(Place place) {
    place
        .post("configmaps", "{metadata:{name:'a',labels:{k:'a b'}}}")
        .invalid("metadata.labels", "FieldValueInvalid", "Invalid value: \"a b\"");
  }

  @Fact("annotations of more than 256 KiB are Invalid")
  static void annotations(Place place) {
    place
        .post(
            "configmaps",
            "{metadata:{name:'a',annotations:{k:'%s'}}}".formatted("x".repeat(262_145)))
        .invalid("metadata.annotations", "FieldValueTooLong", "262144 bytes");
  }
}
