package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** Bad input, and how it is told. */
@Heading("Errors and bad input")
final class InputFacts {

  private InputFacts() {}

  @Fact("malformed JSON is BadRequest")
  static void malformedJson(Place place) {
    place
        .send("POST", "configmaps", Place.JSON, "{\"metadata\":{\"name\":\"a\"")
        .is(400, "BadRequest");
  }

  @Fact("an empty body is BadRequest")
  static void empty(Place place) {
    place.send("POST", "configmaps", Place.JSON, "").is(400, "BadRequest");
  }

  @Fact("a body that is no object is BadRequest")
  static void noObject(Place place) {
    place.send("POST", "configmaps", Place.JSON, "[]").is(400, "BadRequest");
    place.send("POST", "configmaps", Place.JSON, "\"text\"").is(400, "BadRequest");
  }

  @Fact("a body in YAML is read")
  static void yaml(Place place) {
    place
        .send("POST", "configmaps", "application/yaml", "metadata:\n  name: a\ndata:\n  k: v\n")
        .is(201)
        .has("/data", "{k:'v'}");
  }

  @Fact("malformed YAML is BadRequest")
  static void malformedYaml(Place place) {
    place.send("POST", "configmaps", "application/yaml", "metadata: [a\n").is(400, "BadRequest");
  }

  @Fact("another content type is UnsupportedMediaType")
  static void contentType(Place place) {
    place
        .send("POST", "configmaps", "text/plain", "{}")
        .is(415, "UnsupportedMediaType")
        .says(
            "the body of the request was in an unknown format - accepted media types include:"
                + " application/json, application/yaml, application/vnd.kubernetes.protobuf");
  }

  @Fact("a field of a wrong type is BadRequest")
  static void wrongType(Place place) {
    place
        .post("configmaps", "{metadata:{name:'a'},data:{k:1}}")
        .is(400, "BadRequest")
        .mentions("ConfigMap in version \"v1\" cannot be handled as a ConfigMap");
    place.post("pods", Bodies.pod("a", "hostNetwork:'yes',")).is(400, "BadRequest");
    place.post("pods", Bodies.pod("a", "priority:'high',")).is(400, "BadRequest");
  }

  @Fact("a quantity that cannot be parsed is BadRequest")
  static void quantity(Place place) {
    place
        .post(
            "pods",
            Bodies.pod("a", "").replace("image:'i'", "image:'i',resources:{limits:{cpu:'many'}}"))
        .is(400, "BadRequest")
        .mentions("quantities must match the regular expression");
  }

  @Fact("a time that cannot be parsed is BadRequest")
  static void time(Place place) {
    place
        .post("coordination.k8s.io/v1/leases", "{metadata:{name:'a'},spec:{renewTime:'soon'}}")
        .is(400, "BadRequest");
  }

  @Fact("base64 that cannot be read is BadRequest")
  static void base64(Place place) {
    place
        .post("secrets", "{metadata:{name:'a'},data:{k:'***'}}")
        .is(400, "BadRequest")
        .mentions("base64");
  }

  @Fact("a body of more than 3 MiB is too large")
  static void tooLarge(Place place) {
    Answer answer =
        place.send(
            "POST",
            "configmaps",
            Place.JSON,
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"%s\"}}"
                .formatted("x".repeat(4 << 20)));
    answer.is(413, "RequestEntityTooLarge").mentions("limit is 3145728");
  }

  @Fact("a ConfigMap of more than 1 MiB is Invalid")
  static void largeConfigMap(Place place) {
    place
        .post(
            "configmaps",
            "{metadata:{name:'a'},data:{k:'%s'}}".formatted("x".repeat((1 << 20) + 1)))
        .is(422, "Invalid")
        .cause("[]", "FieldValueTooLong", "1048576 bytes");
  }

  @Fact("an invalid name is Invalid, with the rule that it breaks")
  static void name(Place place) {
    place
        .post("configmaps", "{metadata:{name:'A_b'}}")
        .invalid(
            "metadata.name",
            "FieldValueInvalid",
            "Invalid value: \"A_b\": a lowercase RFC 1123 subdomain must consist of lower case"
                + " alphanumeric characters, '-' or '.', and must start and end with an alphanumeric"
                + " character (e.g. 'example.com', regex used for validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
  }

  @Fact("a name of more than 253 characters is Invalid")
  static void longName(Place place) {
    place
        .post("configmaps", "{metadata:{name:'%s'}}".formatted("a".repeat(254)))
        .invalid("metadata.name", "FieldValueInvalid", "must be no more than 253 characters");
  }

  @Fact("a Service's name is a DNS label that begins with a letter")
  static void serviceName(Place place) {
    place
        .post("services", "{metadata:{name:'1a'},spec:{ports:[{port:80}]}}")
        .is(422, "Invalid")
        .cause("metadata.name", "FieldValueInvalid", "a DNS-1035 label must consist of");
  }

  @Fact("a NotFound tells name, group and resource")
  static void notFound(Place place) {
    place
        .get("apps/v1/deployments/a")
        .is(404, "NotFound")
        .says("deployments.apps \"a\" not found")
        .has("/details", "{name:'a',group:'apps',kind:'deployments'}")
        .has("/kind", "Status")
        .has("/apiVersion", "v1")
        .has("/status", "Failure")
        .has("/code", "404");
  }

  @Fact("an Invalid tells name, group and kind")
  static void invalidDetails(Place place) {
    place
        .post("apps/v1/deployments", Bodies.workload("A", ""))
        .is(422, "Invalid")
        .has("/details/name", "A")
        .has("/details/group", "apps")
        .has("/details/kind", "Deployment");
  }

  @Fact("without a credential there is no answer")
  static void anonymous(Place place) {
    Answer answer = place.as("", "GET", "/api/v1/namespaces", "");
    assertThat(answer.status()).isIn(401, 403);
  }

  @Fact("an unknown method is refused")
  static void method(Place place) {
    assertThat(place.send("PROPFIND", "configmaps", Map.of(), "").status()).isBetween(400, 499);
  }

  @Fact("an unknown path is 404")
  static void path(Place place) {
    place.get("/nothing/here").is(404);
    place.get("/apis/apps/v1/namespaces/x/deployments/y/unknown").is(404);
  }

  @Fact("an unknown subresource is NotFound")
  static void subresource(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.get("configmaps/a/scale").is(404, "NotFound");
  }

  @Fact("a body with another apiVersion of the kind's group is BadRequest")
  static void version(Place place) {
    place
        .post("configmaps", "{apiVersion:'v2',kind:'ConfigMap',metadata:{name:'a'}}")
        .is(400, "BadRequest");
  }

  @Fact("deep nesting is refused, not crashed on")
  static void deep(Place place) {
    String body =
        "{\"metadata\":{\"name\":\"a\"},\"data\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(place.send("POST", "configmaps", Place.JSON, body).status()).isBetween(400, 499);
    place.get("configmaps").is(200);
  }
}
