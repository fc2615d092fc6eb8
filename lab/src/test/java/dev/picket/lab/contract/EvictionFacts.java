package dev.picket.lab.contract;

/** Moving pods: eviction and binding. */
@Heading("Subresources: eviction and binding")
final class EvictionFacts {

  private EvictionFacts() {}

  private static String eviction(Place place, String name) {
    String version = place.minor() >= 22 ? "policy/v1" : "policy/v1beta1";
    return "{apiVersion:'%s',kind:'Eviction',metadata:{name:'%s',namespace:'%s'}}"
        .formatted(version, name, place.namespace());
  }

  private static void pod(Place place, String name) {
    place.create("pods", Bodies.pod(name, "schedulerName:'none',"));
  }

  private static void running(Place place, String name) {
    place.create("pods", Bodies.pod(name, "nodeName:'picket-none',"));
    place
        .merge(
            "pods/" + name + "/status",
            "{status:{phase:'Running',conditions:[{type:'Ready',status:'True'}]}}")
        .is(200);
  }

  private static String budgets(Place place) {
    return place.minor() >= 21
        ? "policy/v1/poddisruptionbudgets"
        : "policy/v1beta1/poddisruptionbudgets";
  }

  @Fact("an eviction deletes the pod")
  static void evicts(Place place) {
    pod(place, "a");
    place.post("pods/a/eviction", eviction(place, "a")).is(201).has("/status", "Success");
    place.untilGone("pods/a");
  }

  @Fact("an eviction of what is not there is NotFound")
  static void missing(Place place) {
    place.post("pods/a/eviction", eviction(place, "a")).is(404, "NotFound");
  }

  @Fact("an eviction of another name is BadRequest")
  static void otherName(Place place) {
    pod(place, "a");
    place.post("pods/a/eviction", eviction(place, "b")).is(400, "BadRequest");
  }

  @Fact("a budget that allows no disruption refuses an eviction with 429")
  static void budget(Place place) {
    running(place, "a");
    place.create(
        budgets(place),
        "{metadata:{name:'b'},spec:{minAvailable:1,selector:{matchLabels:{app:'a'}}}}");
    place.untilHas(budgets(place) + "/b", "/status/desiredHealthy", "1");
    place
        .post("pods/a/eviction", eviction(place, "a"))
        .is(429, "TooManyRequests")
        .mentions("Cannot evict pod as it would violate the pod's disruption budget.")
        .cause("", "DisruptionBudget", "The disruption budget b needs 1 healthy pods");
    place.delete("pods/a?gracePeriodSeconds=0");
  }

  @Fact("a dry eviction leaves the pod")
  static void dry(Place place) {
    pod(place, "a");
    place.post("pods/a/eviction?dryRun=All", eviction(place, "a")).is(201);
    place.get("pods/a").is(200).lacks("/metadata/deletionTimestamp");
  }

  @Fact("an eviction with a wrong uid is a Conflict")
  static void uid(Place place) {
    pod(place, "a");
    place
        .post(
            "pods/a/eviction",
            eviction(place, "a")
                .replace(
                    "kind:'Eviction'",
                    "kind:'Eviction',deleteOptions:{preconditions:{uid:'b2c1ae7e-0000-4000-8000-000000000000'}}"))
        .is(409, "Conflict");
    place.get("pods/a").is(200);
  }

  @Fact("a binding sets the pod's node and its condition PodScheduled")
  static void binds(Place place) {
    pod(place, "a");
    place
        .post("pods/a/binding", "{metadata:{name:'a'},target:{kind:'Node',name:'picket-none'}}")
        .is(201)
        .has("/status", "Success");
    place
        .get("pods/a")
        .has("/spec/nodeName", "picket-none")
        .has("/status/conditions/0/type", "PodScheduled")
        .has("/status/conditions/0/status", "True");
    place.delete("pods/a?gracePeriodSeconds=0");
  }

  @Fact("a second binding is a Conflict")
  static void bindsOnce(Place place) {
    pod(place, "a");
    String binding = "{metadata:{name:'a'},target:{kind:'Node',name:'%s'}}";
    place.post("pods/a/binding", binding.formatted("picket-none")).is(201);
    place
        .post("pods/a/binding", binding.formatted("picket-other"))
        .is(409, "Conflict")
        .mentions("pod a is already assigned to node \"picket-none\"");
    place.delete("pods/a?gracePeriodSeconds=0");
  }

  @Fact("a binding without a target is an error")
  static void noTarget(Place place) {
    pod(place, "a");
    place
        .post("pods/a/binding", "{metadata:{name:'a'},target:{kind:'Node'}}")
        .is(500)
        .says("target.name: Required value");
  }

  @Fact("a binding keeps what it is annotated with")
  static void annotations(Place place) {
    pod(place, "a");
    place
        .post(
            "pods/a/binding",
            "{metadata:{name:'a',annotations:{k:'v'}},target:{kind:'Node',name:'picket-none'}}")
        .is(201);
    place.get("pods/a").has("/metadata/annotations/k", "v");
    place.delete("pods/a?gracePeriodSeconds=0");
  }

  @Fact("a spec's nodeName is not changed by an update")
  static void nodeName(Place place) {
    pod(place, "a");
    place.merge("pods/a", "{spec:{nodeName:'picket-none'}}").is(422, "Invalid");
  }

  @Fact("the logs of a pod are a subresource, and need the pod")
  static void logs(Place place) {
    place.get("pods/a/log").is(404, "NotFound");
  }
}
