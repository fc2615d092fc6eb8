package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** How objects go, and what they take along. */
@Heading("Delete and garbage collection")
final class DeleteFacts {

  private DeleteFacts() {}

  @Fact("a deletion answers with a Status that tells name, kind and uid")
  static void status(Place place) {
    String uid = place.create("configmaps", "{metadata:{name:'a'}}").uid();
    place
        .delete("configmaps/a")
        .is(200)
        .has("/kind", "Status")
        .has("/status", "Success")
        .has("/details", "{name:'a',kind:'configmaps',uid:'%s'}".formatted(uid));
    place.get("configmaps/a").is(404, "NotFound");
  }

  @Fact("a deletion of what is not there is NotFound")
  static void missing(Place place) {
    place
        .delete("configmaps/a")
        .is(404, "NotFound")
        .says("configmaps \"a\" not found")
        .has("/details", "{name:'a',kind:'configmaps'}");
  }

  @Fact("a finalizer holds an object back, with a deletionTimestamp")
  static void finalizer(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    Answer deleted = place.delete("configmaps/a").is(200).has("/kind", "ConfigMap");
    assertThat(deleted.text("/metadata/deletionTimestamp")).isNotEmpty();
    deleted.has("/metadata/deletionGracePeriodSeconds", "0");
    place.merge("configmaps/a", "{metadata:{finalizers:[]}}").is(200);
    place.get("configmaps/a").is(404);
  }

  @Fact("a second deletion of what is held back changes nothing")
  static void twice(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    String first = place.delete("configmaps/a").is(200).text("/metadata/deletionTimestamp");
    place.delete("configmaps/a").is(200).has("/metadata/deletionTimestamp", first);
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("the removal of the last finalizer is told as DELETED")
  static void lastFinalizer(Place place) {
    String from =
        place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}").revision();
    Events events = place.watch("configmaps?resourceVersion=" + from);
    place.delete("configmaps/a").is(200);
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
    events.tells("MODIFIED a", "DELETED a");
  }

  @Fact("a wrong uid as precondition is a Conflict")
  static void uid(Place place) {
    String uid = place.create("configmaps", "{metadata:{name:'a'}}").uid();
    place
        .delete("configmaps/a", "{preconditions:{uid:'b2c1ae7e-0000-4000-8000-000000000000'}}")
        .is(409, "Conflict")
        .says(
            ("Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition"
                    + " (b2c1ae7e-0000-4000-8000-000000000000) does not match the UID in record (%s)."
                    + " The object might have been deleted and then recreated")
                .formatted(uid));
    place.delete("configmaps/a", "{preconditions:{uid:'%s'}}".formatted(uid)).is(200);
  }

  @Fact("a stale revision as precondition is a Conflict")
  static void revision(Place place) {
    String stale = place.create("configmaps", "{metadata:{name:'a'}}").revision();
    String fresh = place.merge("configmaps/a", "{data:{k:'1'}}").revision();
    place
        .delete("configmaps/a", "{preconditions:{resourceVersion:'%s'}}".formatted(stale))
        .is(409, "Conflict")
        .says(
            ("Operation cannot be fulfilled on ConfigMap \"a\": the ResourceVersion in the precondition"
                    + " (%s) does not match the ResourceVersion in record (%s)."
                    + " The object might have been modified")
                .formatted(stale, fresh));
    place.delete("configmaps/a", "{preconditions:{resourceVersion:'%s'}}".formatted(fresh)).is(200);
  }

  private static void ownerAndDependent(Place place) {
    String uid = place.create("configmaps", "{metadata:{name:'owner'}}").uid();
    place.create("configmaps", dependent("dependent", uid, ",blockOwnerDeletion:true"));
  }

  private static String dependent(String name, String uid, String more) {
    return "{metadata:{name:'%s',ownerReferences:[{apiVersion:'v1',kind:'ConfigMap',name:'owner',uid:'%s'%s}]}}"
        .formatted(name, uid, more);
  }

  @Fact("Background deletes the owner at once and its dependents after")
  static void background(Place place) {
    ownerAndDependent(place);
    place.delete("configmaps/owner?propagationPolicy=Background").is(200).has("/kind", "Status");
    place.get("configmaps/owner").is(404);
    place.untilGone("configmaps/dependent");
  }

  @Fact("Foreground deletes the dependents first")
  static void foreground(Place place) {
    ownerAndDependent(place);
    place.merge("configmaps/dependent", "{metadata:{finalizers:['x.dev/f']}}").is(200);
    place
        .delete("configmaps/owner", "{propagationPolicy:'Foreground'}")
        .is(200)
        .has("/metadata/finalizers", "['foregroundDeletion']");
    place.until(
        "the dependent is being deleted",
        () -> !place.get("configmaps/dependent").text("/metadata/deletionTimestamp").isEmpty());
    place.get("configmaps/owner").is(200);
    place.merge("configmaps/dependent", "{metadata:{finalizers:null}}").is(200);
    place.untilGone("configmaps/owner");
    place.get("configmaps/dependent").is(404);
  }

  @Fact("Orphan leaves the dependents, without their owner")
  static void orphan(Place place) {
    ownerAndDependent(place);
    place.delete("configmaps/owner", "{propagationPolicy:'Orphan'}").is(200);
    place.untilGone("configmaps/owner");
    place.get("configmaps/dependent").is(200).lacks("/metadata/ownerReferences");
  }

  @Fact("orphanDependents means the same as the policies")
  static void orphanDependents(Place place) {
    ownerAndDependent(place);
    place.delete("configmaps/owner", "{orphanDependents:true}").is(200);
    place.untilGone("configmaps/owner");
    place.get("configmaps/dependent").is(200).lacks("/metadata/ownerReferences");
  }

  @Fact("a dependent with another owner stays")
  static void twoOwners(Place place) {
    String uid = place.create("configmaps", "{metadata:{name:'owner'}}").uid();
    String other = place.create("configmaps", "{metadata:{name:'other'}}").uid();
    place.create(
        "configmaps",
        ("{metadata:{name:'dependent',ownerReferences:["
                + "{apiVersion:'v1',kind:'ConfigMap',name:'owner',uid:'%s'},"
                + "{apiVersion:'v1',kind:'ConfigMap',name:'other',uid:'%s'}]}}")
            .formatted(uid, other));
    place.delete("configmaps/owner").is(200);
    place.until(
        "one owner is left",
        () -> place.get("configmaps/dependent").at("/metadata/ownerReferences").size() == 1);
    place.get("configmaps/dependent").has("/metadata/ownerReferences/0/name", "other");
  }

  @Fact("an object whose owner never was is collected")
  static void absentOwner(Place place) {
    place.create("configmaps", dependent("a", "b2c1ae7e-0000-4000-8000-000000000000", ""));
    place.untilGone("configmaps/a");
  }

  @Fact("a chain of owners goes, link by link")
  static void chain(Place place) {
    String uid = place.create("configmaps", "{metadata:{name:'owner'}}").uid();
    String middle = place.create("configmaps", dependent("middle", uid, "")).uid();
    place.create("secrets", dependent("last", middle, "").replace("name:'owner'", "name:'middle'"));
    place.delete("configmaps/owner").is(200);
    place.untilGone("configmaps/middle");
    place.untilGone("secrets/last");
  }

  @Fact("custom resources own and are owned")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    String uid = custom.create("owner", "").uid();
    place.create(
        "configmaps",
        ("{metadata:{name:'dependent',ownerReferences:[{apiVersion:'%s/v1',kind:'Widget',"
                + "name:'owner',uid:'%s'}]}}")
            .formatted(custom.group(), uid));
    place.delete(custom.path("owner")).is(200);
    place.untilGone("configmaps/dependent");
  }

  @Fact("an unknown propagation policy is Invalid")
  static void unknownPolicy(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .delete("configmaps/a", "{propagationPolicy:'Sideways'}")
        .is(422, "Invalid")
        .cause("propagationPolicy", "FieldValueNotSupported", "Sideways");
  }

  @Fact("orphanDependents beside a policy is Invalid")
  static void bothPolicies(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .delete("configmaps/a", "{propagationPolicy:'Orphan',orphanDependents:true}")
        .is(422, "Invalid")
        .cause(
            "propagationPolicy",
            "FieldValueInvalid",
            "orphanDependents and deletionPropagation cannot be both set");
  }

  @Fact("a pod that no node has taken goes at once")
  static void pod(Place place) {
    place.create("pods", Bodies.pod("a", ""));
    place.delete("pods/a").is(200);
    place.get("pods/a").is(404);
  }

  @Fact("a pod on a node is given its grace period")
  static void grace(Place place) {
    place.create(
        "pods", Bodies.pod("a", "nodeName:'picket-none',terminationGracePeriodSeconds:7,"));
    place.delete("pods/a").is(200).has("/metadata/deletionGracePeriodSeconds", "7");
    place.delete("pods/a?gracePeriodSeconds=0").is(200);
    place.untilGone("pods/a");
  }

  @Fact("deletecollection takes what its selector takes")
  static void collection(Place place) {
    place.create("configmaps", "{metadata:{name:'a',labels:{l:'1'}}}");
    place.create("configmaps", "{metadata:{name:'b',labels:{l:'1'}}}");
    place.create("configmaps", "{metadata:{name:'c'}}");
    Answer deleted = place.delete("configmaps?labelSelector=l%3D1").is(200);
    deleted.has("/kind", "ConfigMapList");
    assertThat(deleted.names()).containsExactly("a", "b");
    assertThat(place.get("configmaps").names()).contains("c").doesNotContain("a", "b");
  }

  @Fact("deletecollection by field selector takes one")
  static void collectionByField(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.create("configmaps", "{metadata:{name:'b'}}");
    place.delete("configmaps?fieldSelector=metadata.name%3Da").is(200);
    assertThat(place.get("configmaps").names()).contains("b").doesNotContain("a");
  }

  @Fact("deletecollection marks what finalizers hold back")
  static void collectionWithFinalizers(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    place.delete("configmaps").is(200);
    assertThat(place.get("configmaps/a").is(200).text("/metadata/deletionTimestamp")).isNotEmpty();
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("deletecollection over all namespaces is MethodNotAllowed")
  static void everywhere(Place place) {
    place.delete("/api/v1/configmaps?labelSelector=picket-none").is(405, "MethodNotAllowed");
  }

  @Fact("DeleteOptions that cannot be parsed are refused")
  static void malformed(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    assertThat(place.send("DELETE", "configmaps/a", Place.JSON, "{\"grace").status())
        .isGreaterThanOrEqualTo(400);

    place.get("configmaps/a").is(200);
  }

  @Fact("what is deleted and created again is another object")
  static void again(Place place) {
    String first = place.create("configmaps", "{metadata:{name:'a'}}").uid();
    place.delete("configmaps/a").is(200);
    assertThat(place.create("configmaps", "{metadata:{name:'a'}}").uid()).isNotEqualTo(first);
  }
}
