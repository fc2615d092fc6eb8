package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** Admission webhooks: mutating, then validating. */
@Heading("Admission webhooks")
final class WebhookFacts {

  private static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
  private static final String MUTATING = GROUP + "mutatingwebhookconfigurations";
  private static final String VALIDATING = GROUP + "validatingwebhookconfigurations";
  private static final String CREATES =
      "rules:[{apiGroups:[''],apiVersions:['v1'],operations:['CREATE'],resources:['configmaps']}],";

  private WebhookFacts() {}

  private static WebhookServer server(Place place, Function<JsonNode, String> answer) {
    return place.keep(
        new WebhookServer(place.server().webhookHost(), place.server().random(), answer));
  }

  private static WebhookServer denying(Place place) {
    return server(place, _ -> "{allowed:false,status:{code:403,message:'no such thing'}}");
  }

  /** Registers a webhook for the case's namespace, and waits until it is called. */
  private static void register(Place place, String kind, WebhookServer server, String more) {
    configure(place, kind, server.client(), more);
    place.until(
        "the webhook is called",
        () -> {
          int before = server.asked().size();
          place.post("configmaps?dryRun=All", "{metadata:{name:'probe',labels:{probe:'yes'}}}");
          return server.asked().size() > before;
        });
    server.asked().clear();
  }

  private static void configure(Place place, String kind, String client, String more) {
    place.namespace();
    place
        .merge(
            "/api/v1/namespaces/" + place.namespace(),
            "{metadata:{labels:{'picket-contract':'%s'}}}".formatted(place.namespace()))
        .is(200);
    place.make(kind, webhook(place, client, more));
  }

  private static String webhook(Place place, String client, String more) {
    return ("{metadata:{name:'%s'},webhooks:[{name:'w.contract.picket.dev',%s%s"
            + "clientConfig:%s,admissionReviewVersions:['v1'],sideEffects:'None',timeoutSeconds:5,"
            + "namespaceSelector:{matchLabels:{'picket-contract':'%s'}}}]}")
        .formatted(
            place.unique("w" + place.server().random().nextInt(1_000_000)),
            more.contains("rules:") ? "" : CREATES,
            more,
            client,
            place.namespace());
  }

  @Fact("a denial is told with the webhook's name and message")
  static void denial(Place place) {
    register(place, VALIDATING, denying(place), "");
    place
        .post("configmaps", "{metadata:{name:'a'}}")
        .is(403)
        .says("admission webhook \"w.contract.picket.dev\" denied the request: no such thing");
    place.get("configmaps/a").is(404);
  }

  @Fact("a denial without a status is 400")
  static void bareDenial(Place place) {
    register(place, VALIDATING, server(place, _ -> "{allowed:false}"), "");
    place
        .post("configmaps", "{metadata:{name:'a'}}")
        .is(400)
        .mentions("denied the request without explanation");
  }

  @Fact("a denial's code and reason are kept")
  static void code(Place place) {
    register(
        place,
        VALIDATING,
        server(place, _ -> "{allowed:false,status:{code:409,reason:'Conflict',message:'taken'}}"),
        "");
    place
        .post("configmaps", "{metadata:{name:'a'}}")
        .is(409, "Conflict")
        .mentions("denied the request: taken");
  }

  @Fact("a review has uid, kind, resource, operation, user and object")
  static void review(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    register(place, VALIDATING, server, "");
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'v'}}");
    JsonNode review = server.asked("a");
    assertThat(review.path("kind").asText()).isEqualTo("AdmissionReview");
    assertThat(review.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
    JsonNode request = review.path("request");
    assertThat(request.path("uid").asText()).isNotEmpty();
    assertThat(request.path("kind").toString())
        .isEqualTo("{\"group\":\"\",\"version\":\"v1\",\"kind\":\"ConfigMap\"}");
    assertThat(request.path("resource").toString())
        .isEqualTo("{\"group\":\"\",\"version\":\"v1\",\"resource\":\"configmaps\"}");
    assertThat(request.path("operation").asText()).isEqualTo("CREATE");
    assertThat(request.path("namespace").asText()).isEqualTo(place.namespace());
    assertThat(request.path("name").asText()).isEqualTo("a");
    assertThat(request.at("/userInfo/username").asText()).isNotEmpty();
    assertThat(request.at("/object/data/k").asText()).isEqualTo("v");
    assertThat(request.at("/object/kind").asText()).isEqualTo("ConfigMap");
    assertThat(request.path("oldObject").isNull()).isTrue();
    assertThat(request.path("dryRun").asBoolean()).isFalse();
    assertThat(request.at("/options/kind").asText()).isEqualTo("CreateOptions");
  }

  @Fact("a mutating webhook's patch is applied")
  static void patch(Place place) {
    register(
        place,
        MUTATING,
        server(place, _ -> WebhookServer.patch("[{op:'add',path:'/data',value:{added:'yes'}}]")),
        "");
    place.create("configmaps", "{metadata:{name:'a'}}").has("/data/added", "yes");
    place.get("configmaps/a").has("/data/added", "yes");
  }

  @Fact("a validating webhook sees what a mutating one made")
  static void order(Place place) {
    register(
        place,
        MUTATING,
        server(place, _ -> WebhookServer.patch("[{op:'add',path:'/data',value:{added:'yes'}}]")),
        "");
    WebhookServer validating = server(place, _ -> "{allowed:true}");
    register(place, VALIDATING, validating, "");
    place.create("configmaps", "{metadata:{name:'a'}}");
    assertThat(validating.asked("a").at("/request/object/data/added").asText()).isEqualTo("yes");
  }

  @Fact("what a mutating webhook makes invalid is Invalid")
  static void invalidPatch(Place place) {
    register(
        place,
        MUTATING,
        server(place, _ -> WebhookServer.patch("[{op:'add',path:'/data',value:{'a b':'x'}}]")),
        "");
    place
        .post("configmaps", "{metadata:{name:'a'}}")
        .invalid("data[a b]", "FieldValueInvalid", "a valid config key");
  }

  @Fact("a patch that does not apply is an InternalError")
  static void brokenPatch(Place place) {
    register(
        place,
        MUTATING,
        server(place, _ -> WebhookServer.patch("[{op:'remove',path:'/data/none'}]")),
        "");
    place.post("configmaps", "{metadata:{name:'a'}}").is(500, "InternalError");
  }

  @Fact("warnings of a webhook are told")
  static void warnings(Place place) {
    register(place, VALIDATING, server(place, _ -> "{allowed:true,warnings:['mind the gap']}"), "");
    assertThat(place.create("configmaps", "{metadata:{name:'a'}}").header("Warning"))
        .isEqualTo("299 - \"mind the gap\"");
  }

  @Fact("with failurePolicy Fail an unreachable webhook refuses")
  static void fail(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    register(place, VALIDATING, server, "failurePolicy:'Fail',");
    server.close();
    place
        .post("configmaps", "{metadata:{name:'a'}}")
        .is(500, "InternalError")
        .mentions("failed calling webhook \"w.contract.picket.dev\"");
  }

  @Fact("with failurePolicy Ignore an unreachable webhook is passed over")
  static void ignore(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:false}");
    register(place, VALIDATING, server, "failurePolicy:'Ignore',");
    server.close();
    place.create("configmaps", "{metadata:{name:'a'}}");
  }

  @Fact("a certificate of another authority is not trusted")
  static void untrusted(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    WebhookServer other = server(place, _ -> "{allowed:true}");
    String client =
        server.client().replaceAll("caBundle:'[^']*'", "")
            + other.client().replaceAll(".*(caBundle:'[^']*').*", "$1");
    configure(place, VALIDATING, client.replace("}", "") + "}", "failurePolicy:'Fail',");
    place.until(
        "it refuses",
        () -> place.post("configmaps?dryRun=All", "{metadata:{name:'a'}}").status() == 500);
    assertThat(server.asked()).isEmpty();
  }

  @Fact("rules choose the operations")
  static void operations(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    register(
        place,
        VALIDATING,
        server,
        "rules:[{apiGroups:[''],apiVersions:['v1'],operations:['CREATE','DELETE'],resources:['configmaps']}],");
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.merge("configmaps/a", "{data:{k:'1'}}").is(200);
    place.delete("configmaps/a").is(200);
    assertThat(
            server.asked().stream()
                .filter(each -> each.at("/request/name").asText().equals("a"))
                .map(each -> each.at("/request/operation").asText()))
        .containsExactly("CREATE", "DELETE");
    JsonNode deletion = server.asked("a");
    assertThat(deletion.at("/request/oldObject/data/k").asText()).isEqualTo("1");
    assertThat(deletion.at("/request/object").isNull()).isTrue();
  }

  @Fact("an update's review has the old object, too")
  static void update(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    register(
        place,
        VALIDATING,
        server,
        "rules:[{apiGroups:['*'],apiVersions:['*'],operations:['*'],resources:['*']}],");
    place.create("configmaps", "{metadata:{name:'a'},data:{k:'1'}}");
    place.merge("configmaps/a", "{data:{k:'2'}}").is(200);
    JsonNode request = server.asked("a").path("request");
    assertThat(request.path("operation").asText()).isEqualTo("UPDATE");
    assertThat(request.at("/oldObject/data/k").asText()).isEqualTo("1");
    assertThat(request.at("/object/data/k").asText()).isEqualTo("2");
  }

  @Fact("subresources are asked for by resource/subresource")
  static void subresource(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    register(
        place,
        VALIDATING,
        server,
        "rules:[{apiGroups:[''],apiVersions:['v1'],operations:['CREATE'],resources:['configmaps','pods/binding']}],");
    place.create("pods", Bodies.pod("a", "schedulerName:'none',"));
    assertThat(server.asked().toString()).doesNotContain("\"kind\":\"Pod\"");
    place
        .post("pods/a/binding", "{metadata:{name:'a'},target:{kind:'Node',name:'picket-none'}}")
        .is(201);
    JsonNode request = server.asked("a").path("request");
    assertThat(request.path("subResource").asText()).isEqualTo("binding");
    assertThat(request.at("/object/kind").asText()).isEqualTo("Binding");
    place.delete("pods/a?gracePeriodSeconds=0");
  }

  @Fact("objectSelector chooses by labels")
  static void objectSelector(Place place) {
    WebhookServer server = denying(place);
    register(place, VALIDATING, server, "objectSelector:{matchLabels:{probe:'yes'}},");
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.post("configmaps", "{metadata:{name:'b',labels:{probe:'yes'}}}").is(403);
  }

  @Fact("namespaceSelector chooses by the namespace's labels")
  static void namespaceSelector(Place place) {
    register(place, VALIDATING, denying(place), "");
    String other = place.unique("other");
    place.make("/api/v1/namespaces", "{metadata:{name:'%s'}}".formatted(other));
    place.create("/api/v1/namespaces/" + other + "/configmaps", "{metadata:{name:'a'}}");
  }

  @Fact("a dry run is told to webhooks")
  static void dryRun(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    register(place, VALIDATING, server, "");
    place.create("configmaps?dryRun=All", "{metadata:{name:'a'}}");
    assertThat(server.asked("a").at("/request/dryRun").asBoolean()).isTrue();
  }

  @Fact("a webhook without side effects on dry runs is called in one")
  static void sideEffects(Place place) {
    WebhookServer server = server(place, _ -> "{allowed:true}");
    place.namespace();
    place
        .merge(
            "/api/v1/namespaces/" + place.namespace(),
            "{metadata:{labels:{'picket-contract':'%s'}}}".formatted(place.namespace()))
        .is(200);
    // Two reviews: what has side effects must take v1beta1 in the older API, so it is NoneOnDryRun
    // here.
    place.make(
        VALIDATING,
        webhook(place, server.client(), "")
            .replace("sideEffects:'None'", "sideEffects:'NoneOnDryRun'"));
    place.until(
        "the webhook is called",
        () -> {
          place.post("configmaps?dryRun=All", "{metadata:{name:'probe'}}");
          return !server.asked().isEmpty();
        });
    assertThat(server.asked().getLast().at("/request/dryRun").asBoolean()).isTrue();
  }

  @Fact("a v1 webhook that may have side effects is Invalid")
  static void unknownSideEffects(Place place) {
    place.deleteAtEnd(VALIDATING + "/" + place.unique("w"));
    place
        .post(
            VALIDATING,
            webhook(place, "{url:'https://127.0.0.1:1/'}", "")
                .replace("sideEffects:'None'", "sideEffects:'Some'"))
        .is(422, "Invalid")
        .cause("webhooks[0].sideEffects", "FieldValueNotSupported", "Some");
  }

  @Fact("a webhook over plain HTTP is Invalid")
  static void plain(Place place) {
    place
        .post(VALIDATING, webhook(place, "{url:'http://127.0.0.1:1/'}", ""))
        .is(422, "Invalid")
        .cause(
            "webhooks[0].clientConfig.url",
            "FieldValueInvalid",
            "'https' is the only allowed URL scheme");
  }

  @Fact("a webhook has defaults")
  static void defaults(Place place) {
    place
        .make(
            VALIDATING,
            ("{metadata:{name:'%s'},webhooks:[{name:'w.contract.picket.dev',"
                    + "clientConfig:{url:'https://127.0.0.1:1/'},admissionReviewVersions:['v1'],"
                    + "sideEffects:'None'}]}")
                .formatted(place.unique("w")))
        .has("/webhooks/0/failurePolicy", "Fail")
        .has("/webhooks/0/matchPolicy", "Equivalent")
        .has("/webhooks/0/timeoutSeconds", "10")
        .has("/webhooks/0/namespaceSelector", "{}")
        .has("/webhooks/0/objectSelector", "{}");
  }

  @Fact("an earlier mutating webhook is asked again when a later one changes, if it wishes")
  static void reinvocation(Place place) {
    WebhookServer first = server(place, _ -> "{allowed:true}");
    register(place, MUTATING, first, "reinvocationPolicy:'IfNeeded',");
    String name =
        place.get(MUTATING).names().stream()
            .filter(each -> each.startsWith(place.unique("")))
            .findFirst()
            .orElseThrow();
    WebhookServer second =
        server(place, _ -> WebhookServer.patch("[{op:'add',path:'/data',value:{added:'yes'}}]"));
    place
        .jsonPatch(
            MUTATING + "/" + name,
            "[{op:'copy',from:'/webhooks/0',path:'/webhooks/1'},"
                + "{op:'replace',path:'/webhooks/1/name',value:'x.contract.picket.dev'},"
                + "{op:'replace',path:'/webhooks/1/clientConfig',value:%s}]"
                    .formatted(second.client()))
        .is(200);
    place.until(
        "the second is called",
        () -> {
          place.post("configmaps?dryRun=All", "{metadata:{name:'probe'}}");
          return !second.asked().isEmpty();
        });
    first.asked().clear();
    place.create("configmaps", "{metadata:{name:'a'}}");
    assertThat(first.asked().stream().filter(each -> each.at("/request/name").asText().equals("a")))
        .hasSize(2);
    assertThat(first.asked("a").at("/request/object/data/added").asText()).isEqualTo("yes");
  }

  @Fact(value = "matchConditions in CEL choose", since = 28)
  static void matchConditions(Place place) {
    register(
        place,
        VALIDATING,
        denying(place),
        "matchConditions:[{name:'probes',expression:'has(object.metadata.labels) && \"probe\" in object.metadata.labels'}],");
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.post("configmaps", "{metadata:{name:'b',labels:{probe:'x'}}}").is(403);
  }

  @Fact("custom resources are admitted as all else")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    WebhookServer server = denying(place);
    register(
        place,
        VALIDATING,
        server,
        "rules:[{apiGroups:['%s',''],apiVersions:['*'],operations:['CREATE'],resources:['widgets','configmaps']}],"
            .formatted(place.group()));
    custom.post("a", "").is(403).mentions("denied the request: no such thing");
  }
}
