package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What a PUT changes, and what it cannot. */
@Heading("Update")
final class UpdateFacts {

  private UpdateFacts() {}

  @Fact("an update replaces all, and what it leaves out is gone")
  static void replaces(Place place) {
    place.create("configmaps", "{metadata:{name:'a',labels:{l:'1'}},data:{k:'1',l:'2'}}");
    place
        .put("configmaps/a", "{metadata:{name:'a'},data:{k:'2'}}")
        .is(200)
        .has("/data", "{k:'2'}")
        .lacks("/metadata/labels");
  }

  @Fact("uid and creation time stay, whatever an update leaves out")
  static void identity(Place place) {
    Answer created = place.create("configmaps", "{metadata:{name:'a'}}");
    Answer updated = place.put("configmaps/a", "{metadata:{name:'a'},data:{k:'1'}}").is(200);
    assertThat(updated.uid()).isEqualTo(created.uid());
    assertThat(updated.text("/metadata/creationTimestamp"))
        .isEqualTo(created.text("/metadata/creationTimestamp"));
  }

  @Fact("an update of what is not there is NotFound")
  static void missing(Place place) {
    place
        .put("configmaps/a", "{metadata:{name:'a'}}")
        .is(404, "NotFound")
        .says("configmaps \"a\" not found");
  }

  @Fact("an update of an Endpoints or a Lease that is not there creates it")
  static void creates(Place place) {
    place.put("endpoints/a", "{metadata:{name:'a'}}").is(201);
    place.put("coordination.k8s.io/v1/leases/a", "{metadata:{name:'a'}}").is(201);
  }

  @Fact("another name than the path's is BadRequest")
  static void otherName(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .put("configmaps/a", "{metadata:{name:'b'}}")
        .is(400, "BadRequest")
        .mentions("the name of the object (b) does not match the name on the URL (a)");
  }

  @Fact("another namespace than the path's is BadRequest")
  static void otherNamespace(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .put("configmaps/a", "{metadata:{name:'a',namespace:'other'}}")
        .is(400, "BadRequest")
        .mentions("does not match the namespace");
  }

  @Fact("a change of the spec raises the generation, one of labels does not")
  static void generation(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", ""));
    place
        .merge("apps/v1/deployments/a", "{spec:{replicas:0,paused:true}}")
        .is(200)
        .has("/metadata/generation", "2");
    place
        .merge("apps/v1/deployments/a", "{metadata:{labels:{l:'1'}}}")
        .is(200)
        .has("/metadata/generation", "2");
  }

  @Fact("a status in an update is dropped")
  static void statusDropped(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "paused:true,"));
    place
        .put(
            "apps/v1/deployments/a",
            Bodies.workload("a", "paused:true,").replaceFirst("spec:", "status:{replicas:7},spec:"))
        .is(200)
        .lacks("/status/replicas");
  }

  @Fact("an immutable ConfigMap is not changed")
  static void immutable(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'1'},immutable:true}");
    place
        .merge("configmaps/a", "{data:{k:'2'}}")
        .invalid("data", "FieldValueForbidden", "field is immutable when `immutable` is set");
    place
        .merge("configmaps/a", "{immutable:false}")
        .invalid("immutable", "FieldValueForbidden", "field is immutable when `immutable` is set");
    place.merge("configmaps/a", "{metadata:{labels:{l:'1'}}}").is(200);
  }

  @Fact("a Deployment's selector is immutable")
  static void selector(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", ""));
    place
        .put("apps/v1/deployments/a", Bodies.workload("a", "").replace("app:'a'", "app:'b'"))
        .invalid("spec.selector", "FieldValueInvalid", "field is immutable");
  }

  @Fact("a pod's containers change in nothing but their images")
  static void pod(Place place) {
    place.create("pods", Bodies.pod("a", ""));
    place.strategic("pods/a", "{spec:{containers:[{name:'c',image:'j'}]}}").is(200);
    place
        .strategic("pods/a", "{spec:{containers:[{name:'c',command:['x']}]}}")
        .is(422, "Invalid")
        .cause("spec", "FieldValueForbidden", "pod updates may not change fields other than");
  }

  @Fact("an update does not remove a deletionTimestamp")
  static void deletionStays(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    place.delete("configmaps/a").is(200);
    place
        .put("configmaps/a", "{metadata:{name:'a',finalizers:['x.dev/f']},data:{k:'1'}}")
        .is(200)
        .has("/data", "{k:'1'}");
    assertThat(place.get("configmaps/a").text("/metadata/deletionTimestamp")).isNotEmpty();
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("what is being deleted takes no new finalizers")
  static void newFinalizer(Place place) {
    place.create("configmaps", "{metadata:{name:'a',finalizers:['x.dev/f']}}");
    place.delete("configmaps/a").is(200);
    place
        .merge("configmaps/a", "{metadata:{finalizers:['x.dev/f','x.dev/g']}}")
        .is(422, "Invalid")
        .cause("metadata.finalizers", "FieldValueForbidden", "no new finalizers can be added");
    place.merge("configmaps/a", "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("a PUT on a collection is MethodNotAllowed")
  static void collection(Place place) {
    place.put("configmaps", "{metadata:{name:'a'}}").is(405, "MethodNotAllowed");
  }

  @Fact("a custom resource is not updated without a resourceVersion")
  static void customUnconditional(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "spec:{size:1}");
    place
        .put(custom.path("a"), custom.object("a", "spec:{size:2}"))
        .invalid(
            "metadata.resourceVersion", "FieldValueInvalid", "must be specified for an update");
  }

  @Fact("a Secret's type is immutable")
  static void secretType(Place place) {
    place.create("secrets", "{metadata:{name:'a'},type:'x.dev/one'}");
    place
        .put("secrets/a", "{metadata:{name:'a'},type:'x.dev/two'}")
        .invalid("type", "FieldValueInvalid", "field is immutable");
  }

  @Fact(value = "a Service keeps its address when an update leaves it out", since = 22)
  static void clusterIp(Place place) {
    Answer created = place.create("services", "{metadata:{name:'a'},spec:{ports:[{port:80}]}}");
    place
        .put(
            "services/a",
            "{metadata:{name:'a',resourceVersion:'%s'},spec:{ports:[{port:81}]}}"
                .formatted(created.revision()))
        .is(200)
        .has("/spec/clusterIP", created.text("/spec/clusterIP"));
  }
}
