package dev.picket.lab.contract;

/** What a pod is filled with, and what is wrong in one. */
@Heading("Built-in kinds: pods")
final class PodFacts {

  private static final String REQUIRED = "FieldValueRequired";
  private static final String INVALID = "FieldValueInvalid";
  private static final String UNSUPPORTED = "FieldValueNotSupported";
  private static final String DUPLICATE = "FieldValueDuplicate";

  private PodFacts() {}

  private static Answer post(Place place, String spec, String container) {
    return place.post(
        "pods",
        "{metadata:{name:'a'},spec:{%scontainers:[{name:'c',image:'i:1'%s}]}}"
            .formatted(spec, container.isEmpty() ? "" : "," + container));
  }

  @Fact("a pod's defaults")
  static void defaults(Place place) {
    post(place, "", "")
        .is(201)
        .has("/spec/restartPolicy", "Always")
        .has("/spec/terminationGracePeriodSeconds", "30")
        .has("/spec/dnsPolicy", "ClusterFirst")
        .has("/spec/securityContext", "{}")
        .has("/spec/schedulerName", "default-scheduler")
        .has("/spec/enableServiceLinks", "true")
        .has("/status/phase", "Pending")
        .has("/status/qosClass", "BestEffort");
  }

  @Fact("a container's defaults")
  static void container(Place place) {
    post(place, "", "ports:[{containerPort:80}]")
        .is(201)
        .has("/spec/containers/0/imagePullPolicy", "IfNotPresent")
        .has("/spec/containers/0/terminationMessagePath", "/dev/termination-log")
        .has("/spec/containers/0/terminationMessagePolicy", "File")
        .has("/spec/containers/0/resources", "{}")
        .has("/spec/containers/0/ports", "[{containerPort:80,protocol:'TCP'}]");
  }

  @Fact("an image without a tag, or latest, is always pulled")
  static void pullPolicy(Place place) {
    place.create("pods", Bodies.pod("a", "")).has("/spec/containers/0/imagePullPolicy", "Always");
    place
        .create("pods", Bodies.pod("b", "").replace("image:'i'", "image:'i:latest'"))
        .has("/spec/containers/0/imagePullPolicy", "Always");
  }

  @Fact("probes have defaults")
  static void probes(Place place) {
    post(place, "", "readinessProbe:{httpGet:{port:80}}")
        .is(201)
        .has(
            "/spec/containers/0/readinessProbe",
            "{httpGet:{path:'/',port:80,scheme:'HTTP'},timeoutSeconds:1,periodSeconds:10,"
                + "successThreshold:1,failureThreshold:3}");
  }

  @Fact("requests default to limits, and make the QoS class")
  static void resources(Place place) {
    post(place, "", "resources:{limits:{cpu:'500m',memory:'64Mi'}}")
        .is(201)
        .has("/spec/containers/0/resources/requests", "{cpu:'500m',memory:'64Mi'}")
        .has("/status/qosClass", "Guaranteed");
  }

  @Fact("a pod with requests alone is Burstable")
  static void burstable(Place place) {
    post(place, "", "resources:{requests:{cpu:'1'}}").is(201).has("/status/qosClass", "Burstable");
  }

  @Fact("quantities are kept in their canonical form")
  static void quantities(Place place) {
    post(place, "", "resources:{requests:{cpu:'0.5',memory:'1024Mi'}}")
        .is(201)
        .has("/spec/containers/0/resources/requests", "{cpu:'500m',memory:'1Gi'}");
  }

  @Fact("a pod tolerates nodes that are not ready for five minutes")
  static void tolerations(Place place) {
    post(place, "", "")
        .is(201)
        .has("/spec/tolerations/0/key", "node.kubernetes.io/not-ready")
        .has("/spec/tolerations/0/tolerationSeconds", "300")
        .has("/spec/tolerations/1/key", "node.kubernetes.io/unreachable");
  }

  @Fact("volumes have defaults")
  static void volumes(Place place) {
    post(
            place,
            "volumes:[{name:'a'},{name:'m',configMap:{name:'m'}},{name:'s',secret:{secretName:'s'}}],",
            "")
        .is(201)
        .has("/spec/volumes/0/emptyDir", "{}")
        .has("/spec/volumes/1/configMap/defaultMode", "420")
        .has("/spec/volumes/2/secret/defaultMode", "420");
  }

  @Fact("without containers it is Invalid")
  static void noContainers(Place place) {
    place
        .post("pods", "{metadata:{name:'a'},spec:{containers:[]}}")
        .invalid("spec.containers", REQUIRED, "");
  }

  @Fact("a container without name or image is Invalid")
  static void noName(Place place) {
    place
        .post("pods", "{metadata:{name:'a'},spec:{containers:[{}]}}")
        .is(422, "Invalid")
        .cause("spec.containers[0].name", REQUIRED, "")
        .cause("spec.containers[0].image", REQUIRED, "");
  }

  @Fact("a container's name is a DNS label, and unique")
  static void names(Place place) {
    place
        .post("pods", "{metadata:{name:'a'},spec:{containers:[{name:'C_',image:'i'}]}}")
        .invalid("spec.containers[0].name", INVALID, "RFC 1123 label");
    place
        .post(
            "pods",
            "{metadata:{name:'a'},spec:{containers:[{name:'c',image:'i'},{name:'c',image:'i'}]}}")
        .invalid("spec.containers[1].name", DUPLICATE, "Duplicate value: \"c\"");
  }

  @Fact("unknown policies are Invalid, with what is known")
  static void policies(Place place) {
    post(place, "restartPolicy:'Sometimes',", "")
        .invalid("spec.restartPolicy", UNSUPPORTED, "Unsupported value: \"Sometimes\"");
    post(place, "dnsPolicy:'None2',", "").invalid("spec.dnsPolicy", UNSUPPORTED, "None2");
    post(place, "", "imagePullPolicy:'Maybe'")
        .invalid("spec.containers[0].imagePullPolicy", UNSUPPORTED, "Maybe");
  }

  @Fact("ports are from 1 to 65535, with a known protocol")
  static void ports(Place place) {
    post(place, "", "ports:[{containerPort:70000}]")
        .invalid(
            "spec.containers[0].ports[0].containerPort",
            INVALID,
            "Invalid value: 70000: must be between 1 and 65535, inclusive");
    post(place, "", "ports:[{containerPort:80,protocol:'XYZ'}]")
        .invalid("spec.containers[0].ports[0].protocol", UNSUPPORTED, "XYZ");
    post(place, "", "ports:[{containerPort:80,name:'a'},{containerPort:81,name:'a'}]")
        .invalid("spec.containers[0].ports[1].name", DUPLICATE, "\"a\"");
  }

  @Fact("a mount names a volume that is there")
  static void mounts(Place place) {
    post(place, "", "volumeMounts:[{name:'v',mountPath:'/v'}]")
        .invalid(
            "spec.containers[0].volumeMounts[0].name", "FieldValueNotFound", "Not found: \"v\"");
    post(place, "volumes:[{name:'v'}],", "volumeMounts:[{name:'v'}]")
        .invalid("spec.containers[0].volumeMounts[0].mountPath", REQUIRED, "");
  }

  @Fact("a volume twice, or with two sources, is Invalid")
  static void volumeSources(Place place) {
    post(place, "volumes:[{name:'v'},{name:'v'}],", "")
        .invalid("spec.volumes[1].name", DUPLICATE, "\"v\"");
    post(place, "volumes:[{name:'v',emptyDir:{},configMap:{name:'m'}}],", "")
        .is(422, "Invalid")
        .mentions("may not specify more than 1 volume type");
  }

  @Fact("requests above limits are Invalid")
  static void requestsAboveLimits(Place place) {
    post(place, "", "resources:{limits:{cpu:'1'},requests:{cpu:'2'}}")
        .invalid(
            "spec.containers[0].resources.requests",
            INVALID,
            "must be less than or equal to cpu limit");
  }

  @Fact("a negative quantity is Invalid")
  static void negative(Place place) {
    post(place, "", "resources:{requests:{cpu:'-1'}}")
        .is(422, "Invalid")
        .mentions(
            "spec.containers[0].resources.requests[cpu]", "must be greater than or equal to 0");
  }

  @Fact("an environment variable has a valid name")
  static void env(Place place) {
    post(place, "", "env:[{name:''}]").invalid("spec.containers[0].env[0].name", REQUIRED, "");
    post(place, "", "env:[{name:'A',value:'x',valueFrom:{fieldRef:{fieldPath:'metadata.name'}}}]")
        .is(422, "Invalid")
        .mentions("may not be specified when `value` is not empty");
  }

  @Fact("a probe needs a handler")
  static void handler(Place place) {
    post(place, "", "livenessProbe:{}")
        .invalid("spec.containers[0].livenessProbe", REQUIRED, "must specify a handler type");
  }

  @Fact("a negative activeDeadlineSeconds is Invalid")
  static void grace(Place place) {
    Answer answer = post(place, "activeDeadlineSeconds:-1,", "");
    answer.is(422, "Invalid").cause("spec.activeDeadlineSeconds", INVALID, "must be between 1 and");
  }

  @Fact("a priority class that is not there is Forbidden")
  static void priorityClass(Place place) {
    post(place, "priorityClassName:'none',", "")
        .is(403, "Forbidden")
        .mentions("no PriorityClass with name none was found");
  }

  @Fact("a priority class gives its value")
  static void priority(Place place) {
    post(place, "priorityClassName:'system-node-critical',", "")
        .is(201)
        .has("/spec/priority", "2000001000");
  }

  @Fact(value = "an init container may restart always, and is a sidecar then", since = 29)
  static void sidecar(Place place) {
    post(place, "initContainers:[{name:'s',image:'i',restartPolicy:'Always'}],", "")
        .is(201)
        .has("/spec/initContainers/0/restartPolicy", "Always");
    place
        .post(
            "pods",
            "{metadata:{name:'b'},spec:{initContainers:[{name:'s',image:'i',restartPolicy:'Sometimes'}],"
                + "containers:[{name:'c',image:'i'}]}}")
        .is(422, "Invalid")
        .cause("spec.initContainers[0].restartPolicy", UNSUPPORTED, "Sometimes");
  }

  @Fact("hostNetwork makes host ports of container ports")
  static void hostNetwork(Place place) {
    post(place, "hostNetwork:true,", "ports:[{containerPort:80}]")
        .is(201)
        .has("/spec/containers/0/ports/0/hostPort", "80");
  }
}
