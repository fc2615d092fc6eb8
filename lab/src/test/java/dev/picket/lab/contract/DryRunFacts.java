package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What dryRun=All answers and does not do. */
@Heading("Dry run")
final class DryRunFacts {

  private DryRunFacts() {}

  @Fact("a dry creation answers 201 and persists nothing")
  static void create(Place place) {
    Answer created = place.create("configmaps?dryRun=All", "{metadata:{name:'a'},data:{k:'1'}}");
    assertThat(created.uid()).isNotEmpty();
    created.lacks("/metadata/resourceVersion");
    place.get("configmaps/a").is(404);
  }

  @Fact("a dry update answers with what it would be and persists nothing")
  static void update(Place place) {
    Answer before = place.create("configmaps", "{metadata:{name:'a'},data:{k:'1'}}");
    place
        .put("configmaps/a?dryRun=All", "{metadata:{name:'a'},data:{k:'2'}}")
        .is(200)
        .has("/data/k", "2")
        .has("/metadata/resourceVersion", before.revision());
    place.get("configmaps/a").has("/data/k", "1");
  }

  @Fact("a dry patch persists nothing")
  static void patch(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'1'}}");
    place.merge("configmaps/a?dryRun=All", "{data:{k:'2'}}").is(200).has("/data/k", "2");
    place.get("configmaps/a").has("/data/k", "1");
  }

  @Fact("a dry apply persists nothing")
  static void apply(Place place) {
    place
        .apply(
            "configmaps/a?dryRun=All",
            "one",
            "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a'},data:{k:'1'}}")
        .is(201);
    place.get("configmaps/a").is(404);
  }

  @Fact("a dry deletion persists nothing")
  static void delete(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.delete("configmaps/a?dryRun=All").is(200);
    place.delete("configmaps/a", "{dryRun:['All']}").is(200);
    place.get("configmaps/a").is(200).lacks("/metadata/deletionTimestamp");
  }

  @Fact("a dry deletion of a collection persists nothing")
  static void collection(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.delete("configmaps?dryRun=All").is(200);
    place.get("configmaps/a").is(200);
  }

  @Fact("a dry creation is validated")
  static void validated(Place place) {
    place
        .post("configmaps?dryRun=All", "{metadata:{name:'A'}}")
        .invalid("metadata.name", "FieldValueInvalid", "RFC 1123");
  }

  @Fact("a dry creation of what is there AlreadyExists")
  static void exists(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.post("configmaps?dryRun=All", "{metadata:{name:'a'}}").is(409, "AlreadyExists");
  }

  @Fact("a stale dry update is a Conflict")
  static void stale(Place place) {
    String stale = place.create("configmaps", "{metadata:{name:'a'}}").revision();
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    place
        .put(
            "configmaps/a?dryRun=All",
            "{metadata:{name:'a',resourceVersion:'%s'}}".formatted(stale))
        .is(409, "Conflict");
  }

  @Fact("another value of dryRun is Invalid")
  static void otherValue(Place place) {
    place
        .post("configmaps?dryRun=Some", "{metadata:{name:'a'}}")
        .is(422, "Invalid")
        .cause("dryRun", "FieldValueNotSupported", "supported values: \"All\"");
    place.get("configmaps/a").is(404);
  }

  @Fact("a dry change is told to no watch")
  static void watch(Place place) {
    String from = place.get("configmaps").revision();
    Events events =
        place.watch(
            "configmaps?fieldSelector=metadata.name!%3Dkube-root-ca.crt&resourceVersion=" + from);
    place.create("configmaps?dryRun=All", "{metadata:{name:'a'}}");
    place.create("configmaps", "{metadata:{name:'b'}}");
    events.tells("ADDED b");
  }

  @Fact("a dry status update persists nothing")
  static void status(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "");
    place
        .merge(custom.path("a") + "/status?dryRun=All", "{status:{ready:true}}")
        .is(200)
        .has("/status/ready", "true");
    place.get(custom.path("a")).lacks("/status");
  }

  @Fact("a dry creation of a custom resource persists nothing")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    place.create(custom.path() + "?dryRun=All", custom.object("a", ""));
    place.get(custom.path("a")).is(404);
  }
}
