package dev.picket.lab;

import static dev.picket.lab.structural.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.LabClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Definitions and their objects as clients see them. */
final class CustomResourcesTest {

  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String WIDGETS = "/apis/lab.example.com/v1/namespaces/default/widgets";
  private static final String MERGE = "application/merge-patch+json";
  private static final String SCHEMA =
      """
      {type: 'object', properties: {
        spec: {type: 'object', required: ['color'], properties: {
          color: {type: 'string', enum: ['red', 'blue']},
          replicas: {type: 'integer', minimum: 1, default: 3},
          ports: {type: 'array', 'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'], items: {type: 'object', required: ['name'],
            properties: {name: {type: 'string'}, port: {type: 'integer', maximum: 9}}}}}},
        status: {type: 'object', properties: {ready: {type: 'integer'}}}}}
      """;

  private final LabServer lab = Labs.started(LabSettings.DEFAULTS);
  private final LabClient client = new LabClient(lab);

  @AfterEach
  void close() {
    client.close();
    lab.close();
  }

  @Test
  void objectsAreDefaultedPrunedAndValidated() {
    define("widgets", "Widget", SCHEMA);
    Answer created =
        create(
            "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a'}, spec: {color: 'red', extra: 1}, more: 2}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("spec")).isEqualTo(tree("{color: 'red', replicas: 3}"));
    assertThat(created.json().has("more")).isFalse();

    Answer refused =
        create(
            "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'b'}, spec: {color: 'green', replicas: 0}}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(causes(refused))
        .containsExactly(
            "FieldValueNotSupported spec.color: Unsupported value: \"green\": supported values:"
                + " \"red\", \"blue\"",
            "FieldValueInvalid spec.replicas: Invalid value: 0: spec.replicas in body should be"
                + " greater than or equal to 1");
  }

  @Test
  void unknownFieldsAreToldOrRefused() {
    define("widgets", "Widget", SCHEMA);
    String object =
        json(
            "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a', x: 1}, spec: {color: 'red', extra: 1}}");
    Answer strict = client.post(WIDGETS + "?fieldValidation=Strict", object);
    assertThat(strict.status()).isEqualTo(400);
    assertThat(strict.json().path("message").asText())
        .contains("unknown field \"metadata.x\"", "unknown field \"spec.extra\"");
  }

  @Test
  void statusIsValidatedAndDoesNotCount() {
    define("widgets", "Widget", SCHEMA);
    create(
        "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a'}, spec: {color: 'red'}}");
    Answer wrong = patch(WIDGETS + "/a/status", "{status: {ready: 'x'}}");
    assertThat(causes(wrong))
        .containsExactly(
            "FieldValueInvalid status.ready: Invalid value: \"string\": status.ready in body must"
                + " be of type integer: \"string\"");
    JsonNode right = patch(WIDGETS + "/a/status", "{status: {ready: 1}}").json();
    assertThat(right.path("metadata").path("generation").asInt()).isEqualTo(1);
    JsonNode changed = patch(WIDGETS + "/a", "{spec: {replicas: 2}}").json();
    assertThat(changed.path("metadata").path("generation").asInt()).isEqualTo(2);
  }

  @Test
  void stricterSchemaLetsWhatWasThereBe() {
    define("widgets", "Widget", SCHEMA);
    create(
        "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a'}, spec: {color: 'red', ports: [{name: 'p', port: 5}]}}");
    patch(
        DEFINITIONS + "/widgets.lab.example.com",
        "{spec: {versions: " + versions(SCHEMA.replace("maximum: 9", "maximum: 1")) + "}}");
    assertThat(patch(WIDGETS + "/a", "{spec: {replicas: 5}}").status()).isEqualTo(200);
    assertThat(causes(patch(WIDGETS + "/a", "{spec: {ports: [{name: 'p', port: 6}]}}"))).hasSize(1);
  }

  @Test
  void newDefaultsShowInOldObjects() {
    define("widgets", "Widget", SCHEMA);
    create(
        "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a'}, spec: {color: 'red'}}");
    patch(
        DEFINITIONS + "/widgets.lab.example.com",
        "{spec: {versions: "
            + versions(SCHEMA.replace("color:", "size: {type: 'string', default: 'big'}, color:"))
            + "}}");
    assertThat(client.get(WIDGETS + "/a").json().path("spec").path("size").asText())
        .isEqualTo("big");
    assertThat(client.get(WIDGETS).json().path("items").path(0).path("spec").path("size").asText())
        .isEqualTo("big");
  }

  @Test
  void namesBelongToOneDefinition() {
    define("widgets", "Widget", SCHEMA);
    JsonNode second = define("gadgets", "Widget", SCHEMA).json();
    assertThat(condition(second, "NamesAccepted"))
        .isEqualTo(
            "False KindConflict \"WidgetList\" is already in use".replace("Kind", "ListKind"));
    assertThat(condition(second, "Established"))
        .isEqualTo("False NotAccepted not all names are accepted");
    String gadgets = "/apis/lab.example.com/v1/gadgets";
    assertThat(client.get(gadgets).status()).isEqualTo(404);
    client.send("DELETE", DEFINITIONS + "/widgets.lab.example.com", "", "");
    client.awaitGone(DEFINITIONS + "/widgets.lab.example.com");
    JsonNode freed = client.get(DEFINITIONS + "/gadgets.lab.example.com").json();
    assertThat(condition(freed, "NamesAccepted")).isEqualTo("True NoConflicts no conflicts found");
    assertThat(client.get(gadgets).status()).isEqualTo(200);
  }

  @Test
  void definitionIsCheckedAsAWhole() {
    ObjectNode definition = definition("widgets", "Widget", "{type: 'object'}");
    definition.withObjectProperty("metadata").put("name", "foo");
    ObjectNode spec = definition.withObjectProperty("spec");
    spec.put("scope", "Foo").put("group", "hcrd").put("preserveUnknownFields", true);
    spec.withObjectProperty("conversion").put("strategy", "Webhook");
    assertThat(causes(client.post(DEFINITIONS, definition.toString())))
        .containsExactly(
            "FieldValueInvalid metadata.name: Invalid value: \"foo\": must be"
                + " spec.names.plural+\".\"+spec.group",
            "FieldValueInvalid spec.group: Invalid value: \"hcrd\": should be a domain with at least"
                + " one dot",
            "FieldValueNotSupported spec.scope: Unsupported value: \"Foo\": supported values:"
                + " \"Cluster\", \"Namespaced\"",
            "FieldValueInvalid spec.preserveUnknownFields: Invalid value: true: cannot set to true,"
                + " set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema"
                + " instead",
            "FieldValueInvalid spec.conversion.strategy: Invalid value: \"Webhook\": the lab has no"
                + " conversion webhooks, only None");
  }

  @Test
  void partsOfVersionsAreChecked() {
    ObjectNode definition = definition("widgets", "Widget", "{type: 'object'}");
    definition
        .withObjectProperty("spec")
        .set(
            "versions",
            tree("""
            {v: [{name: 'v1', served: true, storage: true,
              schema: {openAPIV3Schema: {type: 'object', nullable: true, properties: {
                spec: {properties: {a: {type: 'object'}}}}}},
              subresources: {status: {}, scale: {specReplicasPath: '.status.replicas',
                statusReplicasPath: '.status.replicas', labelSelectorPath: '.foo'}},
              selectableFields: [{jsonPath: '.spec.a'}, {jsonPath: '.spec.b'},
                {jsonPath: '.metadata.name'}],
              additionalPrinterColumns: [
                {name: 'A', type: 'foo', jsonPath: 'spec.a', format: 'bar'}, {}]}]}
            """)
                .path("v"));
    assertThat(causes(client.post(DEFINITIONS, definition.toString())))
        .hasSize(13)
        .anySatisfy(each -> assertThat(each).contains("fields are allowed at the root"))
        .contains(
            "FieldValueRequired spec.validation.openAPIV3Schema.properties[spec].type: Required"
                + " value: must not be empty for specified object fields",
            "FieldValueInvalid spec.subresources.scale.specReplicasPath: Invalid value:"
                + " \".status.replicas\": should be a json path under .spec",
            "FieldValueInvalid spec.subresources.scale.labelSelectorPath: Invalid value: \".foo\":"
                + " should be a json path under either .spec or .status",
            "FieldValueInvalid spec.additionalPrinterColumns[0].type: Invalid value: \"foo\": must be"
                + " one of boolean,date,integer,number,string",
            "FieldValueRequired spec.additionalPrinterColumns[1].JSONPath: Required value");
  }

  @Test
  void versionThatIsStoredStays() {
    ObjectNode definition = definition("widgets", "Widget", SCHEMA);
    client.post(DEFINITIONS, definition.toString());
    String path = DEFINITIONS + "/widgets.lab.example.com";
    String both =
        versions(SCHEMA).replace("storage: true", "storage: false").replace("}]", "}, ")
            + versions(SCHEMA).substring(1).replace("'v1'", "'v2'");
    JsonNode moved = patch(path, "{spec: {versions: " + both + "}}").json();
    assertThat(moved.path("status").path("storedVersions").toString()).isEqualTo("[\"v1\",\"v2\"]");
    String only = versions(SCHEMA).replace("'v1'", "'v2'");
    assertThat(causes(patch(path, "{spec: {versions: " + only + "}}")))
        .containsExactly(
            "FieldValueInvalid status.storedVersions[0]: Invalid value: \"v1\": must appear in"
                + " spec.versions");
    patch(path + "/status", "{status: {storedVersions: ['v2']}}");
    assertThat(patch(path, "{spec: {versions: " + only + "}}").status()).isEqualTo(200);
  }

  @Test
  void versionsDifferInTheirDefaults() {
    ObjectNode definition = definition("widgets", "Widget", SCHEMA);
    String both =
        versions(SCHEMA).replace("}]", "}, ")
            + versions(SCHEMA.replace("default: 3", "default: 7"))
                .substring(1)
                .replace("'v1'", "'v2beta1'")
                .replace("storage: true", "storage: false");
    definition.withObjectProperty("spec").set("versions", tree("{v: " + both + "}").path("v"));
    assertThat(client.post(DEFINITIONS, definition.toString()).status()).isEqualTo(201);
    String beta = WIDGETS.replace("/v1/", "/v2beta1/");
    client.post(
        beta,
        json(
            "{kind: 'Widget', apiVersion: 'lab.example.com/v2beta1', metadata: {name: 'b'}, spec: {color: 'red'}}"));
    JsonNode seen = client.get(WIDGETS + "/b").json();
    assertThat(seen.path("apiVersion").asText()).isEqualTo("lab.example.com/v1");
    assertThat(seen.path("spec").path("replicas").asInt()).isEqualTo(7);
    JsonNode group = client.get("/apis/lab.example.com").json();
    assertThat(group.path("preferredVersion").path("version").asText()).isEqualTo("v1");
    assertThat(group.path("versions").findValuesAsText("version")).containsExactly("v1", "v2beta1");
  }

  @Test
  void kindMustBeThatOfTheResource() {
    define("widgets", "Widget", SCHEMA);
    assertThat(create("{metadata: {name: 'a'}}").status()).isEqualTo(400);
    assertThat(
            causes(create("{apiVersion: 'lab.example.com/v1', kind: 'X', metadata: {name: 'a'}}")))
        .containsExactly("FieldValueInvalid kind: Invalid value: \"X\": must be Widget");
  }

  @Test
  void nothingIsCreatedWhileTheDefinitionTerminates() {
    define("widgets", "Widget", SCHEMA);
    create(
        "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a', finalizers:"
            + " ['e.dev/x']}, spec: {color: 'red'}}");
    client.send("DELETE", DEFINITIONS + "/widgets.lab.example.com", "", "");
    JsonNode terminating = client.get(DEFINITIONS + "/widgets.lab.example.com").json();
    assertThat(condition(terminating, "Terminating"))
        .isEqualTo("True InstanceDeletionInProgress CustomResource deletion is in progress");
    Answer refused =
        create(
            "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'c'}, spec: {color:"
                + " 'red'}}");
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.message())
        .isEqualTo("create not allowed while custom resource definition is terminating");
    assertThat(patch(WIDGETS + "/a", "{metadata: {finalizers: null}}").status()).isEqualTo(200);
  }

  @Test
  void rulesInCelAreRunAndChecked() {
    String ruled =
        SCHEMA.replaceFirst(
            "required",
            "'x-kubernetes-validations': [{rule: 'self.replicas < 5', message: 'too many'},"
                + " {rule: 'self.color == oldSelf.color', reason: 'FieldValueForbidden',"
                + " fieldPath: '.color', message: 'keep it'}], required");
    define("widgets", "Widget", ruled);
    String object =
        "{kind: 'Widget', apiVersion: 'lab.example.com/v1', metadata: {name: 'a'}, spec:";
    assertThat(causes(create(object + " {color: 'red', replicas: 7}}")))
        .containsExactly("FieldValueInvalid spec: Invalid value: \"object\": too many");
    assertThat(causes(create(object + " {color: 'green', replicas: 7}}")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("FieldValueInvalid <nil>: Invalid value: \"null\": some validation rules were");
    assertThat(create(object + " {color: 'red', replicas: 4}}").status()).isEqualTo(201);
    assertThat(causes(patch(WIDGETS + "/a", "{spec: {color: 'blue'}}")))
        .containsExactly("FieldValueForbidden spec.color: Forbidden: keep it");
    Answer refused =
        client.post(
            DEFINITIONS,
            definition("gadgets", "Gadget", ruled.replace("self.replicas", "self.unknown"))
                .toString());
    assertThat(causes(refused))
        .singleElement()
        .asString()
        .contains(
            "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule",
            "undefined field 'unknown'");
  }

  private Answer define(String plural, String kind, String schema) {
    Answer answer = client.post(DEFINITIONS, definition(plural, kind, schema).toString());
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
    return answer;
  }

  private Answer create(String object) {
    return client.post(WIDGETS, json(object));
  }

  private Answer patch(String path, String patch) {
    return client.send("PATCH", path, MERGE, json(patch));
  }

  private static ObjectNode definition(String plural, String kind, String schema) {
    return tree(
        "{metadata: {name: '"
            + plural
            + ".lab.example.com'}, spec: {group: 'lab.example.com', scope: 'Namespaced', names:"
            + " {plural: '"
            + plural
            + "', kind: '"
            + kind
            + "'}, versions: "
            + versions(schema)
            + "}}");
  }

  private static String versions(String schema) {
    return "[{name: 'v1', served: true, storage: true, subresources: {status: {}}, schema:"
        + " {openAPIV3Schema: "
        + schema.strip()
        + "}}]";
  }

  private static String json(String relaxed) {
    return tree(relaxed).toString();
  }

  private static String condition(JsonNode definition, String type) {
    for (JsonNode each : definition.path("status").path("conditions")) {
      if (each.path("type").asText().equals(type)) {
        return each.path("status").asText()
            + " "
            + each.path("reason").asText()
            + " "
            + each.path("message").asText();
      }
    }
    return "";
  }

  private static List<String> causes(Answer answer) {
    List<String> causes = new ArrayList<>();
    for (JsonNode each : answer.json().path("details").path("causes")) {
      causes.add(
          each.path("reason").asText()
              + " "
              + each.path("field").asText()
              + ": "
              + each.path("message").asText());
    }
    return causes;
  }
}
