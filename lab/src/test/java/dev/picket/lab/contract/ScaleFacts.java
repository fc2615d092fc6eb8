package dev.picket.lab.contract;

/** The Scale of what can be scaled. */
@Heading("Subresource: scale")
final class ScaleFacts {

  private ScaleFacts() {}

  @Fact("a Deployment's scale is an autoscaling/v1 Scale")
  static void get(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "paused:true,"));
    place
        .get("apps/v1/deployments/a/scale")
        .is(200)
        .has("/kind", "Scale")
        .has("/apiVersion", "autoscaling/v1")
        .has("/metadata/name", "a")
        .has("/spec", "{}")
        .has("/status/replicas", "0")
        .has("/status/selector", "app=a");
  }

  @Fact("a PUT of a scale changes the replicas alone")
  static void put(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "paused:true,"));
    place
        .put(
            "apps/v1/deployments/a/scale",
            "{metadata:{name:'a',namespace:'%s'},spec:{replicas:2}}".formatted(place.namespace()))
        .is(200)
        .has("/kind", "Scale")
        .has("/spec/replicas", "2");
    place
        .get("apps/v1/deployments/a")
        .has("/kind", "Deployment")
        .has("/spec/replicas", "2")
        .has("/metadata/generation", "2");
  }

  @Fact("a merge patch of a scale changes the replicas")
  static void patch(Place place) {
    place.create("apps/v1/statefulsets", Bodies.workload("a", "serviceName:'s',"));
    place
        .merge("apps/v1/statefulsets/a/scale", "{spec:{replicas:1}}")
        .is(200)
        .has("/spec/replicas", "1");
    place.get("apps/v1/statefulsets/a").has("/spec/replicas", "1");
  }

  @Fact("a stale scale is a Conflict")
  static void stale(Place place) {
    String stale = place.create("apps/v1/replicasets", Bodies.workload("a", "")).revision();
    place.merge("apps/v1/replicasets/a", "{metadata:{labels:{l:'1'}}}").is(200);
    place
        .put(
            "apps/v1/replicasets/a/scale",
            "{metadata:{name:'a',namespace:'%s',resourceVersion:'%s'},spec:{replicas:1}}"
                .formatted(place.namespace(), stale))
        .is(409, "Conflict");
  }

  @Fact("negative replicas are Invalid")
  static void negative(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", ""));
    place
        .merge("apps/v1/deployments/a/scale", "{spec:{replicas:-1}}")
        .is(422, "Invalid")
        .cause("spec.replicas", "FieldValueInvalid", "must be greater than or equal to 0");
  }

  @Fact("the scale of what is not there is NotFound")
  static void missing(Place place) {
    place.get("apps/v1/deployments/a/scale").is(404, "NotFound").mentions("\"a\" not found");
  }

  private static Custom scaled(Place place) {
    return Custom.of(
        place,
        Custom.version(
            "v1",
            true,
            "spec:{type:'object',properties:{copies:{type:'integer'}}},"
                + "status:{type:'object',properties:{copies:{type:'integer'},selector:{type:'string'}}}",
            "subresources:{status:{},scale:{specReplicasPath:'.spec.copies',"
                + "statusReplicasPath:'.status.copies',labelSelectorPath:'.status.selector'}}"));
  }

  @Fact("a custom resource's scale follows the paths of its definition")
  static void custom(Place place) {
    Custom custom = scaled(place);
    custom.create("a", "spec:{copies:3}");
    place.merge(custom.path("a") + "/status", "{status:{copies:2,selector:'app=a'}}").is(200);
    place
        .get(custom.path("a") + "/scale")
        .is(200)
        .has("/kind", "Scale")
        .has("/apiVersion", "autoscaling/v1")
        .has("/spec/replicas", "3")
        .has("/status/replicas", "2")
        .has("/status/selector", "app=a");
  }

  @Fact("a custom resource is scaled")
  static void customPut(Place place) {
    Custom custom = scaled(place);
    custom.create("a", "spec:{copies:3}");
    place
        .merge(custom.path("a") + "/scale", "{spec:{replicas:5}}")
        .is(200)
        .has("/spec/replicas", "5");
    place.get(custom.path("a")).has("/spec/copies", "5").has("/metadata/generation", "2");
  }

  @Fact("a custom resource without replicas has no scale")
  static void customWithout(Place place) {
    Custom custom = scaled(place);
    custom.create("a", "spec:{}");
    place.get(custom.path("a") + "/scale").is(500).mentions("the spec replicas field");
  }
}
