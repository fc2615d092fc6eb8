package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Spec and status, kept apart. */
@Heading("Subresource: status")
final class StatusSubresourceFacts {

  private StatusSubresourceFacts() {}

  @Fact("a status update of a Deployment leaves its spec")
  static void specStays(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "paused:true,"));
    place
        .merge("apps/v1/deployments/a/status", "{spec:{replicas:5},status:{replicas:3}}")
        .is(200)
        .has("/spec/replicas", "0")
        .has("/status/replicas", "3")
        .has("/metadata/generation", "1");
  }

  @Fact("a patch of a Deployment leaves its status")
  static void statusStays(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", "paused:true,"));
    place
        .merge("apps/v1/deployments/a", "{spec:{minReadySeconds:5},status:{collisionCount:3}}")
        .is(200)
        .has("/spec/minReadySeconds", "5")
        .lacks("/status/collisionCount");
  }

  @Fact("a status update leaves labels of a Deployment")
  static void labels(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", ""));
    place
        .merge(
            "apps/v1/deployments/a/status", "{metadata:{labels:{l:'1'}},status:{collisionCount:1}}")
        .is(200)
        .lacks("/metadata/labels");
  }

  @Fact("a custom resource's status is written by its subresource alone")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "spec:{size:1},status:{ready:true}").lacks("/status");
    place
        .merge(custom.path("a") + "/status", "{spec:{size:2},status:{ready:true}}")
        .is(200)
        .has("/spec/size", "1")
        .has("/status/ready", "true")
        .has("/metadata/generation", "1");
    place
        .merge(custom.path("a"), "{spec:{size:2},status:{ready:false}}")
        .is(200)
        .has("/spec/size", "2")
        .has("/status/ready", "true")
        .has("/metadata/generation", "2");
  }

  @Fact("a custom resource's status update keeps labels and finalizers")
  static void customMetadata(Place place) {
    Custom custom = Custom.open(place);
    custom.create("a", "");
    place
        .merge(
            custom.path("a") + "/status",
            "{metadata:{labels:{l:'1'},finalizers:['x.dev/f']},status:{ready:true}}")
        .is(200)
        .lacks("/metadata/labels")
        .lacks("/metadata/finalizers");
  }

  @Fact("without a status subresource there is none")
  static void without(Place place) {
    Custom custom = Custom.withSpec(place, "size:{type:'integer'}");
    custom.create("a", "spec:{size:1}");
    place.get(custom.path("a") + "/status").is(404, "NotFound");
    place.merge(custom.path("a") + "/status", "{status:{}}").is(404, "NotFound");
  }

  @Fact("without a status subresource every change raises the generation")
  static void generationWithout(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object',properties:{size:{type:'integer'}}},"
                    + "status:{type:'object','x-kubernetes-preserve-unknown-fields':true}",
                ""));
    custom.create("a", "spec:{size:1},status:{ready:true}").has("/status/ready", "true");
    place
        .merge(custom.path("a"), "{status:{ready:false}}")
        .is(200)
        .has("/metadata/generation", "2");
    place
        .merge(custom.path("a"), "{metadata:{labels:{l:'1'}}}")
        .is(200)
        .has("/metadata/generation", "2");
  }

  @Fact("a pod's status is updated by strategic merge, conditions by type")
  static void pod(Place place) {
    place.create("pods", Bodies.pod("a", "schedulerName:'none',"));
    place
        .strategic(
            "pods/a/status",
            "{status:{phase:'Running',conditions:[{type:'Ready',status:'False'},"
                + "{type:'x.dev/Gate',status:'True'}]}}")
        .is(200);
    Answer patched =
        place
            .strategic("pods/a/status", "{status:{conditions:[{type:'Ready',status:'True'}]}}")
            .is(200)
            .has("/status/phase", "Running");
    assertThat(patched.at("/status/conditions")).hasSize(2);
  }

  @Fact("a status has a get of its own")
  static void get(Place place) {
    place.create("apps/v1/deployments", Bodies.workload("a", ""));
    place.get("apps/v1/deployments/a/status").is(200).has("/kind", "Deployment");
  }

  @Fact("a stale status update is a Conflict")
  static void stale(Place place) {
    Custom custom = Custom.open(place);
    String stale = custom.create("a", "").revision();
    place.merge(custom.path("a"), "{spec:{size:1}}").is(200);
    place
        .put(
            custom.path("a") + "/status",
            custom
                .object("a", "status:{ready:true}")
                .replace("name:'a'", "name:'a',resourceVersion:'" + stale + "'"))
        .is(409, "Conflict");
  }

  @Fact("a ConfigMap has no status")
  static void none(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.get("configmaps/a/status").is(404, "NotFound");
  }

  @Fact("a node's status is written by its subresource alone")
  static void node(Place place) {
    String node = "/api/v1/nodes/" + place.unique("n");
    place.make(
        "/api/v1/nodes",
        "{metadata:{name:'%s'},spec:{unschedulable:true}}".formatted(place.unique("n")));
    place
        .merge(node + "/status", "{status:{capacity:{cpu:'4'}}}")
        .is(200)
        .has("/status/capacity/cpu", "4");
    place
        .strategic(
            node, "{spec:{taints:[{key:'k',effect:'NoSchedule'}]},status:{capacity:{cpu:'8'}}}")
        .is(200)
        .has("/status/capacity/cpu", "4");
  }
}
