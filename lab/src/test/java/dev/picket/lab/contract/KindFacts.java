package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Defaults and checks of the other built-in kinds. */
@Heading("Built-in kinds: others")
final class KindFacts {

  private static final String REQUIRED = "FieldValueRequired";
  private static final String INVALID = "FieldValueInvalid";
  private static final String HPA = "autoscaling/v1/horizontalpodautoscalers";

  private KindFacts() {}

  @Fact("a Secret is Opaque by default, and stringData becomes data")
  static void secret(Place place) {
    place
        .create("secrets", "{metadata:{name:'a'},stringData:{k:'v'},data:{l:'dw=='}}")
        .has("/type", "Opaque")
        .has("/data", "{k:'dg==',l:'dw=='}")
        .lacks("/stringData");
  }

  @Fact("a Secret's type asks for its keys")
  static void secretTypes(Place place) {
    place
        .post("secrets", "{metadata:{name:'a'},type:'kubernetes.io/tls'}")
        .is(422, "Invalid")
        .cause("data[tls.crt]", REQUIRED, "")
        .cause("data[tls.key]", REQUIRED, "");
    place
        .post("secrets", "{metadata:{name:'a'},type:'kubernetes.io/basic-auth'}")
        .is(422, "Invalid")
        .mentions("[username]: Required value");
    place
        .post(
            "secrets",
            "{metadata:{name:'a'},type:'kubernetes.io/dockerconfigjson',data:{'.dockerconfigjson':'e30='}}")
        .is(201);
    place
        .post(
            "secrets",
            "{metadata:{name:'b'},type:'kubernetes.io/dockerconfigjson',data:{'.dockerconfigjson':'eA=='}}")
        .is(422, "Invalid");
  }

  @Fact("keys of a ConfigMap are checked, and not in both maps")
  static void configMap(Place place) {
    place
        .post("configmaps", "{metadata:{name:'a'},data:{'a/b':'1'}}")
        .invalid(
            "data[a/b]", INVALID, "a valid config key must consist of alphanumeric characters");
    place
        .post("configmaps", "{metadata:{name:'a'},data:{k:'1'},binaryData:{k:'dg=='}}")
        .is(422, "Invalid")
        .mentions("duplicate of key present in binaryData");
  }

  private static String hpa(String spec) {
    return "{metadata:{name:'a'},spec:{scaleTargetRef:{kind:'Deployment',name:'d',apiVersion:'apps/v1'},%s}}"
        .formatted(spec);
  }

  @Fact("an autoscaler's defaults")
  static void autoscaler(Place place) {
    place
        .create(HPA, hpa("maxReplicas:5"))
        .has("/spec/minReplicas", "1")
        .has("/spec/maxReplicas", "5");
  }

  @Fact("an autoscaler's bounds are checked")
  static void autoscalerBounds(Place place) {
    place
        .post(HPA, hpa("maxReplicas:0"))
        .invalid("spec.maxReplicas", INVALID, "must be greater than 0");
    place
        .post(HPA, hpa("minReplicas:5,maxReplicas:3"))
        .invalid("spec.maxReplicas", INVALID, "must be greater than or equal to `minReplicas`");
    place
        .post(HPA, "{metadata:{name:'a'},spec:{scaleTargetRef:{},maxReplicas:3}}")
        .is(422, "Invalid")
        .cause("spec.scaleTargetRef.kind", REQUIRED, "")
        .cause("spec.scaleTargetRef.name", REQUIRED, "");
  }

  @Fact(value = "an autoscaler of v1 is read as v2, and back", since = 23)
  static void autoscalerVersions(Place place) {
    place.create(HPA, hpa("maxReplicas:5,targetCPUUtilizationPercentage:70"));
    place
        .get("autoscaling/v2/horizontalpodautoscalers/a")
        .is(200)
        .has("/apiVersion", "autoscaling/v2")
        .has(
            "/spec/metrics",
            "[{type:'Resource',resource:{name:'cpu',target:{type:'Utilization',averageUtilization:70}}}]");
    place
        .merge(
            "autoscaling/v2/horizontalpodautoscalers/a",
            "{spec:{metrics:[{type:'Resource',resource:{name:'cpu',target:{type:'Utilization',averageUtilization:50}}}]}}")
        .is(200);
    place.get(HPA + "/a").has("/spec/targetCPUUtilizationPercentage", "50").lacks("/spec/metrics");
  }

  @Fact(value = "an autoscaler without metrics scales by 80% of the CPU", since = 23)
  static void autoscalerMetrics(Place place) {
    place
        .create("autoscaling/v2/horizontalpodautoscalers", hpa("maxReplicas:5"))
        .has("/spec/metrics/0/resource/target/averageUtilization", "80");
  }

  @Fact(value = "a budget takes minAvailable or maxUnavailable, not both", since = 21)
  static void budget(Place place) {
    place
        .create(
            "policy/v1/poddisruptionbudgets",
            "{metadata:{name:'a'},spec:{minAvailable:1,selector:{matchLabels:{app:'a'}}}}")
        .has("/spec/minAvailable", "1");
    place
        .post(
            "policy/v1/poddisruptionbudgets",
            "{metadata:{name:'b'},spec:{minAvailable:1,maxUnavailable:1,selector:{}}}")
        .invalid("spec", INVALID, "minAvailable and maxUnavailable cannot be both set");
    place
        .post("policy/v1/poddisruptionbudgets", "{metadata:{name:'b'},spec:{minAvailable:'110%'}}")
        .is(422, "Invalid")
        .mentions("spec.minAvailable");
  }

  @Fact("a Lease's duration is positive")
  static void lease(Place place) {
    place
        .post(
            "coordination.k8s.io/v1/leases", "{metadata:{name:'a'},spec:{leaseDurationSeconds:0}}")
        .invalid("spec.leaseDurationSeconds", INVALID, "must be greater than 0");
    place
        .post("coordination.k8s.io/v1/leases", "{metadata:{name:'a'},spec:{leaseTransitions:-1}}")
        .invalid("spec.leaseTransitions", INVALID, "equal");
  }

  @Fact("times of a Lease have microseconds")
  static void leaseTimes(Place place) {
    place
        .create(
            "coordination.k8s.io/v1/leases",
            "{metadata:{name:'a'},spec:{renewTime:'2026-01-02T03:04:05.123456Z',acquireTime:'2026-01-02T03:04:05.000000Z'}}")
        .has("/spec/renewTime", "2026-01-02T03:04:05.123456Z")
        .has("/spec/acquireTime", "2026-01-02T03:04:05.000000Z");
  }

  @Fact("an Event is about something in its namespace")
  static void event(Place place) {
    place
        .post(
            "events",
            "{metadata:{name:'a'},involvedObject:{kind:'Pod',name:'p',namespace:'other'}}")
        .is(422, "Invalid")
        .mentions("involvedObject.namespace");
  }

  @Fact("an Event of core is an Event of events.k8s.io")
  static void eventVersions(Place place) {
    place.create(
        "events",
        "{metadata:{name:'a'},involvedObject:{kind:'Pod',name:'p',namespace:'%s'},reason:'R',message:'M',type:'Normal'}"
            .formatted(place.namespace()));
    place
        .get("events.k8s.io/v1/events/a")
        .is(200)
        .has("/regarding/name", "p")
        .has("/note", "M")
        .lacks("/message");
  }

  @Fact("a claim's defaults and checks")
  static void claim(Place place) {
    place
        .create(
            "persistentvolumeclaims",
            "{metadata:{name:'a'},spec:{accessModes:['ReadWriteOnce'],resources:{requests:{storage:'1Gi'}}}}")
        .has("/spec/volumeMode", "Filesystem")
        .has("/status/phase", "Pending");
    place
        .post(
            "persistentvolumeclaims",
            "{metadata:{name:'b'},spec:{resources:{requests:{storage:'1Gi'}}}}")
        .invalid("spec.accessModes", REQUIRED, "at least 1 access mode is required");
    place
        .post(
            "persistentvolumeclaims", "{metadata:{name:'b'},spec:{accessModes:['ReadWriteOnce']}}")
        .invalid("spec.resources[storage]", REQUIRED, "");
  }

  @Fact("a claim's spec is immutable")
  static void claimUpdate(Place place) {
    place.create(
        "persistentvolumeclaims",
        "{metadata:{name:'a'},spec:{accessModes:['ReadWriteOnce'],resources:{requests:{storage:'1Gi'}}}}");
    place
        .merge("persistentvolumeclaims/a", "{spec:{accessModes:['ReadWriteMany']}}")
        .is(422, "Invalid")
        .cause("spec", "FieldValueForbidden", "immutable after creation");
  }

  @Fact("a storage class's defaults, and a required provisioner")
  static void storageClass(Place place) {
    String path = "/apis/storage.k8s.io/v1/storageclasses";
    place
        .make(path, "{metadata:{name:'%s'},provisioner:'x.dev/p'}".formatted(place.unique("s")))
        .has("/reclaimPolicy", "Delete")
        .has("/volumeBindingMode", "Immediate");
    place
        .post(path, "{metadata:{name:'%s'}}".formatted(place.unique("t")))
        .invalid("provisioner", REQUIRED, "");
  }

  @Fact("a priority class's value is bounded and immutable")
  static void priorityClass(Place place) {
    String path = "/apis/scheduling.k8s.io/v1/priorityclasses";
    Answer made = place.make(path, "{metadata:{name:'%s'},value:10}".formatted(place.unique("p")));
    made.has("/preemptionPolicy", "PreemptLowerPriority");
    place
        .merge(path + "/" + made.name(), "{value:11}")
        .is(422, "Invalid")
        .mentions("may not be changed in an update");
    place
        .post(path, "{metadata:{name:'%s'},value:2000000000}".formatted(place.unique("q")))
        .is(422, "Invalid");
  }

  @Fact("a node's taints are checked")
  static void node(Place place) {
    place
        .post(
            "/api/v1/nodes",
            "{metadata:{name:'%s'},spec:{taints:[{key:'k',effect:'Odd'}]}}"
                .formatted(place.unique("n")))
        .is(422, "Invalid")
        .cause("metadata.taints[0].effect", "FieldValueNotSupported", "Odd");
  }

  @Fact("a quota bounds what is created")
  static void quota(Place place) {
    place.create("resourcequotas", "{metadata:{name:'q'},spec:{hard:{secrets:'0'}}}");
    place.until(
        "the quota is in force",
        () -> place.post("secrets?dryRun=All", "{metadata:{name:'a'}}").status() == 403);
    Answer refused = place.post("secrets", "{metadata:{name:'a'}}");
    refused.is(403, "Forbidden").mentions("exceeded quota: q");
  }

  @Fact("a role's rules are checked")
  static void role(Place place) {
    place
        .post(
            "rbac.authorization.k8s.io/v1/roles",
            "{metadata:{name:'a'},rules:[{apiGroups:[''],resources:['pods']}]}")
        .invalid("rules[0].verbs", REQUIRED, "verbs must contain at least one value");
    place
        .post(
            "rbac.authorization.k8s.io/v1/roles",
            "{metadata:{name:'a'},rules:[{verbs:['get'],nonResourceURLs:['/x']}]}")
        .is(422, "Invalid")
        .mentions("namespaced rules cannot apply to non-resource URLs");
  }

  @Fact("a binding's role is immutable")
  static void roleRef(Place place) {
    String path = "rbac.authorization.k8s.io/v1/rolebindings";
    String binding =
        "{metadata:{name:'a'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'Role',name:'%s'},"
            + "subjects:[{kind:'ServiceAccount',name:'default',namespace:'x'}]}";
    place.create(path, binding.formatted("r"));
    place
        .put(path + "/a", binding.formatted("s"))
        .is(422, "Invalid")
        .cause("roleRef", INVALID, "cannot change roleRef");
  }

  @Fact("a template's metadata and a pod's serve as one, in a PodTemplate")
  static void podTemplate(Place place) {
    Answer created =
        place.create(
            "podtemplates", "{metadata:{name:'a'},template:%s}".formatted(Bodies.template("a")));
    created.has("/template/spec/restartPolicy", "Always");
    assertThat(created.at("/template/spec/containers/0/resources").isObject()).isTrue();
  }

  @Fact("a LimitRange fills in what containers leave out")
  static void limitRange(Place place) {
    place.create(
        "limitranges",
        "{metadata:{name:'l'},spec:{limits:[{type:'Container',default:{cpu:'500m'},defaultRequest:{cpu:'100m'}}]}}");
    place.until(
        "the range is in force",
        () ->
            place
                .post("pods?dryRun=All", Bodies.pod("a", ""))
                .text("/spec/containers/0/resources/requests/cpu")
                .equals("100m"));
    place
        .create("pods", Bodies.pod("a", ""))
        .has("/spec/containers/0/resources", "{limits:{cpu:'500m'},requests:{cpu:'100m'}}");
  }
}
