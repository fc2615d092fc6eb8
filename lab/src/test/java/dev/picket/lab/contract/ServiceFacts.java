package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** Services, and what else is about the network. */
@Heading("Built-in kinds: services and networks")
final class ServiceFacts {

  private static final String REQUIRED = "FieldValueRequired";
  private static final String INVALID = "FieldValueInvalid";

  private ServiceFacts() {}

  private static Answer post(Place place, String spec) {
    return place.post("services", "{metadata:{name:'a'},spec:{%s}}".formatted(spec));
  }

  @Fact("a Service's defaults, with an address")
  static void defaults(Place place) {
    Answer service =
        post(place, "ports:[{port:80}]")
            .is(201)
            .has("/spec/type", "ClusterIP")
            .has("/spec/sessionAffinity", "None")
            .has("/spec/ports", "[{protocol:'TCP',port:80,targetPort:80}]")
            .has("/status/loadBalancer", "{}");
    assertThat(service.text("/spec/clusterIP")).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    service.has("/spec/clusterIPs/0", service.text("/spec/clusterIP"));
  }

  @Fact(value = "a Service tells its IP families and its internal traffic policy", since = 26)
  static void families(Place place) {
    post(place, "ports:[{port:80}]")
        .is(201)
        .has("/spec/ipFamilies", "['IPv4']")
        .has("/spec/ipFamilyPolicy", "SingleStack")
        .has("/spec/internalTrafficPolicy", "Cluster");
  }

  @Fact("a headless Service has no address")
  static void headless(Place place) {
    post(place, "clusterIP:'None',selector:{a:'b'}").is(201).has("/spec/clusterIP", "None");
  }

  @Fact("a NodePort Service gets a port of the nodes")
  static void nodePort(Place place) {
    Answer service = post(place, "type:'NodePort',ports:[{port:80}]").is(201);
    assertThat(service.at("/spec/ports/0/nodePort").asInt()).isBetween(30_000, 32_767);
    service.has("/spec/externalTrafficPolicy", "Cluster");
  }

  @Fact("two Services have two addresses")
  static void addresses(Place place) {
    String first = post(place, "ports:[{port:80}]").is(201).text("/spec/clusterIP");
    assertThat(
            place
                .create("services", "{metadata:{name:'b'},spec:{ports:[{port:80}]}}")
                .text("/spec/clusterIP"))
        .isNotEqualTo(first);
  }

  @Fact("an address that is taken is Invalid")
  static void addressTaken(Place place) {
    String first = post(place, "ports:[{port:80}]").is(201).text("/spec/clusterIP");
    Answer answer =
        place.post(
            "services",
            "{metadata:{name:'b'},spec:{clusterIP:'%s',ports:[{port:80}]}}".formatted(first));
    answer.is(422, "Invalid").mentions("provided IP is already allocated");
  }

  @Fact("a Service without ports is Invalid, unless it is headless")
  static void noPorts(Place place) {
    post(place, "").invalid("spec.ports", REQUIRED, "");
  }

  @Fact("several ports need names, each its own")
  static void names(Place place) {
    post(place, "ports:[{port:80},{port:81}]")
        .is(422, "Invalid")
        .cause("spec.ports[0].name", REQUIRED, "")
        .cause("spec.ports[1].name", REQUIRED, "");
    post(place, "ports:[{name:'a',port:80},{name:'a',port:81}]")
        .invalid("spec.ports[1].name", "FieldValueDuplicate", "\"a\"");
  }

  @Fact("ports, protocols and types are checked")
  static void ports(Place place) {
    post(place, "ports:[{port:0}]")
        .invalid("spec.ports[0].port", INVALID, "must be between 1 and 65535");
    post(place, "ports:[{port:80,protocol:'XYZ'}]")
        .invalid("spec.ports[0].protocol", "FieldValueNotSupported", "XYZ");
    post(place, "type:'Odd',ports:[{port:80}]")
        .invalid("spec.type", "FieldValueNotSupported", "Odd");
    post(place, "sessionAffinity:'Odd',ports:[{port:80}]")
        .invalid("spec.sessionAffinity", "FieldValueNotSupported", "Odd");
  }

  @Fact("an ExternalName needs a name")
  static void externalName(Place place) {
    post(place, "type:'ExternalName'").is(422, "Invalid").mentions("spec.externalName");
    post(place, "type:'ExternalName',externalName:'example.com'").is(201).lacks("/spec/clusterIP");
  }

  @Fact("the address is immutable")
  static void clusterIp(Place place) {
    post(place, "ports:[{port:80}]").is(201);
    place
        .merge("services/a", "{spec:{clusterIP:'10.0.0.77',clusterIPs:['10.0.0.77']}}")
        .is(422, "Invalid")
        .mentions("spec.clusterIP", "may not change once set");
  }

  @Fact("a Service's Endpoints have the addresses of ready pods")
  static void endpoints(Place place) {
    post(place, "selector:{app:'p'},ports:[{port:80}]").is(201);
    place.create("pods", Bodies.pod("p", "nodeName:'picket-none',"));
    place
        .merge(
            "pods/p/status",
            "{status:{phase:'Running',podIP:'10.9.8.7',podIPs:[{ip:'10.9.8.7'}],"
                + "conditions:[{type:'Ready',status:'True'}]}}")
        .is(200);
    place.untilHas("endpoints/a", "/subsets/0/addresses/0/ip", "10.9.8.7");
    place.get("endpoints/a").has("/subsets/0/ports/0/port", "80");
    place.delete("pods/p?gracePeriodSeconds=0");
  }

  @Fact("an Ingress's paths have types")
  static void ingress(Place place) {
    String ingress =
        "{metadata:{name:'a'},spec:{rules:[{http:{paths:[{path:'/'%s,backend:{service:{name:'s',port:{number:80}}}}]}}]}}";
    place.create("networking.k8s.io/v1/ingresses", ingress.formatted(",pathType:'Prefix'"));
    place
        .post("networking.k8s.io/v1/ingresses", ingress.formatted("").replace("'a'", "'b'"))
        .invalid("spec.rules[0].http.paths[0].pathType", REQUIRED, "pathType must be specified");
  }

  @Fact("an Ingress needs rules or a default backend")
  static void emptyIngress(Place place) {
    place
        .post("networking.k8s.io/v1/ingresses", "{metadata:{name:'a'},spec:{}}")
        .is(422, "Invalid")
        .cause("spec", INVALID, "either `defaultBackend` or `rules` must be specified");
  }

  @Fact("a NetworkPolicy applies to ingress by default")
  static void networkPolicy(Place place) {
    place
        .create(
            "networking.k8s.io/v1/networkpolicies", "{metadata:{name:'a'},spec:{podSelector:{}}}")
        .has("/spec/policyTypes", "['Ingress']");
  }

  @Fact("a NetworkPolicy's peers are checked")
  static void peers(Place place) {
    place
        .post(
            "networking.k8s.io/v1/networkpolicies",
            "{metadata:{name:'a'},spec:{podSelector:{},ingress:[{from:[{ipBlock:{cidr:'nowhere'}}]}]}}")
        .is(422, "Invalid")
        .mentions("spec.ingress[0].from[0].ipBlock.cidr");
  }
}
