package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Definitions of kinds: accepted, established, deleted. */
@Heading("Custom resources: definitions")
final class DefinitionFacts {

  private static final String ALL = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String VERSION =
      "{name:'v1',served:true,storage:true,schema:{openAPIV3Schema:{type:'object'}}}";

  private DefinitionFacts() {}

  private static Answer post(Place place, String... versions) {
    return posted(place, new Custom(place, "widgets", place.group(), "Namespaced").body(versions));
  }

  private static Answer posted(Place place, String body) {
    place.deleteAtEnd(ALL + "/widgets." + place.group());
    return place.post(ALL, body);
  }

  private static String body(Place place) {
    return new Custom(place, "widgets", place.group(), "Namespaced").body(VERSION);
  }

  @Fact("a definition becomes Established, with its names accepted")
  static void established(Place place) {
    Custom custom = Custom.of(place, VERSION);
    Answer found = place.get(custom.definition());
    assertThat(condition(found, "Established").path("status").asText()).isEqualTo("True");
    assertThat(condition(found, "NamesAccepted").path("status").asText()).isEqualTo("True");
    assertThat(condition(found, "NamesAccepted").path("reason").asText()).isEqualTo("NoConflicts");
    found
        .has("/status/acceptedNames/kind", "Widget")
        .has("/status/acceptedNames/plural", "widgets")
        .has("/status/storedVersions", "['v1']");
  }

  private static JsonNode condition(Answer definition, String type) {
    for (JsonNode each : definition.at("/status/conditions")) {
      if (each.path("type").asText().equals(type)) {
        return each;
      }
    }
    throw new AssertionError("no condition " + type + " in " + definition.told());
  }

  @Fact("singular and list kind have defaults, and conversion is None")
  static void defaults(Place place) {
    posted(
            place,
            body(place).replace("singular:'widget',", "").replace(",listKind:'WidgetList'", ""))
        .is(201)
        .has("/spec/names/singular", "widget")
        .has("/spec/names/listKind", "WidgetList")
        .has("/spec/conversion/strategy", "None");
  }

  @Fact("a name other than plural.group is Invalid")
  static void name(Place place) {
    posted(place, body(place).replace("name:'widgets.", "name:'gadgets."))
        .is(422, "Invalid")
        .cause("metadata.name", "FieldValueInvalid", "must be spec.names.plural+\".\"+spec.group");
  }

  @Fact("no storage version is Invalid")
  static void noStorage(Place place) {
    post(place, VERSION.replace("storage:true", "storage:false"))
        .is(422, "Invalid")
        .cause(
            "spec.versions",
            "FieldValueInvalid",
            "must have exactly one version marked as storage version");
  }

  @Fact("two storage versions are Invalid")
  static void twoStorage(Place place) {
    post(place, VERSION, VERSION.replace("'v1'", "'v2'"))
        .is(422, "Invalid")
        .cause(
            "spec.versions",
            "FieldValueInvalid",
            "must have exactly one version marked as storage version");
  }

  @Fact("a version twice is Invalid")
  static void versionTwice(Place place) {
    Answer answer = post(place, VERSION, VERSION.replace("storage:true", "storage:false"));
    answer
        .is(422, "Invalid")
        .cause("spec.versions", "FieldValueInvalid", "must contain unique version names");
  }

  @Fact("another scope is Invalid")
  static void scope(Place place) {
    posted(place, body(place).replace("Namespaced", "Everywhere"))
        .is(422, "Invalid")
        .cause("spec.scope", "FieldValueNotSupported", "Everywhere");
  }

  @Fact("a version without a schema is Invalid")
  static void noSchema(Place place) {
    post(place, "{name:'v1',served:true,storage:true}")
        .is(422, "Invalid")
        .cause(
            "spec.versions[0].schema.openAPIV3Schema",
            "FieldValueRequired",
            "schemas are required");
  }

  @Fact("a schema that is not structural is Invalid")
  static void notStructural(Place place) {
    post(place, Custom.version("v1", true, "spec:{properties:{size:{type:'integer'}}}", ""))
        .is(422, "Invalid")
        .cause(
            "spec.validation.openAPIV3Schema.properties[spec].type",
            "FieldValueRequired",
            "must not be empty for specified object fields");
  }

  @Fact("an array without items is Invalid")
  static void noItems(Place place) {
    post(place, Custom.version("v1", true, "spec:{type:'array'}", ""))
        .is(422, "Invalid")
        .cause(
            "spec.validation.openAPIV3Schema.properties[spec].items",
            "FieldValueRequired",
            "must be specified");
  }

  @Fact("a default that does not fit its type is Invalid")
  static void badDefault(Place place) {
    post(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object',properties:{size:{type:'integer',default:'x'}}}",
                ""))
        .is(422, "Invalid")
        .cause(
            "spec.validation.openAPIV3Schema.properties[spec].properties[size].default",
            "FieldValueInvalid",
            "must be of type integer");
  }

  @Fact("a pattern that is no regular expression is Invalid")
  static void badPattern(Place place) {
    post(
            place,
            Custom.version(
                "v1", true, "spec:{type:'object',properties:{id:{type:'string',pattern:'('}}}", ""))
        .is(422, "Invalid")
        .cause(
            "spec.validation.openAPIV3Schema.properties[spec].properties[id].pattern",
            "FieldValueInvalid",
            "must be a valid regular expression");
  }

  @Fact("a printer column of an unknown type is Invalid")
  static void badColumn(Place place) {
    post(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object'}",
                "additionalPrinterColumns:[{name:'Size',type:'huge',jsonPath:'.spec.size'}]"))
        .is(422, "Invalid")
        .cause("spec.additionalPrinterColumns[0].type", "FieldValueInvalid", "must be one of");
  }

  @Fact("a name that another kind of the group has is not accepted")
  static void namesTaken(Place place) {
    Custom.of(place, VERSION);
    place.deleteAtEnd(ALL + "/gadgets." + place.group());
    place
        .post(
            ALL,
            body(place)
                .replace("name:'widgets.", "name:'gadgets.")
                .replace("plural:'widgets'", "plural:'gadgets'"))
        .is(201);
    String path = ALL + "/gadgets." + place.group();
    place.until(
        "the conflict is told",
        () -> place.get(path).at("/status/conditions").toString().contains("NamesAccepted"));
    JsonNode condition = condition(place.get(path), "NamesAccepted");
    assertThat(condition.path("status").asText()).isEqualTo("False");
    assertThat(condition.path("reason").asText()).endsWith("Conflict");
    assertThat(condition(place.get(path), "Established").path("status").asText())
        .isEqualTo("False");
    place.get("/apis/" + place.group() + "/v1/namespaces/x/gadgets").is(404);
  }

  @Fact("a definition that goes takes its objects along")
  static void deletion(Place place) {
    Custom custom = Custom.of(place, VERSION);
    custom.create("a", "");
    place.delete(custom.definition()).is(200);
    place.untilGone(custom.definition());
    place.until("it is not served", () -> place.get(custom.path()).status() == 404);
    Custom again = Custom.of(place, VERSION);
    assertThat(place.get(again.path()).names()).isEmpty();
  }

  @Fact("a definition waits for the finalizers of its objects")
  static void finalizers(Place place) {
    Custom custom = Custom.of(place, VERSION);
    custom.create("a", "");
    place.merge(custom.path("a"), "{metadata:{finalizers:['x.dev/f']}}").is(200);
    place.delete(custom.definition()).is(200);
    place.until(
        "the object is being deleted",
        () -> !place.get(custom.path("a")).text("/metadata/deletionTimestamp").isEmpty());
    assertThat(condition(place.get(custom.definition()), "Terminating").path("status").asText())
        .isEqualTo("True");
    place.merge(custom.path("a"), "{metadata:{finalizers:null}}").is(200);
    place.untilGone(custom.definition());
  }

  @Fact("nothing is created of a definition that goes")
  static void noCreation(Place place) {
    Custom custom = Custom.of(place, VERSION);
    custom.create("a", "");
    place.merge(custom.path("a"), "{metadata:{finalizers:['x.dev/f']}}").is(200);
    place.delete(custom.definition()).is(200);
    place.until(
        "creations are refused",
        () ->
            custom.post("b" + place.minor(), "").status() == 405
                || place.delete(custom.path("b" + place.minor())).status() == 0);
    place.merge(custom.path("a"), "{metadata:{finalizers:null}}").is(200);
  }

  @Fact("the scope of an established definition is immutable")
  static void immutableScope(Place place) {
    Custom custom = Custom.of(place, VERSION);
    place
        .merge(custom.definition(), "{spec:{scope:'Cluster'}}")
        .is(422, "Invalid")
        .cause("spec.scope", "FieldValueInvalid", "field is immutable");
  }

  @Fact("a stored version cannot be taken out")
  static void storedVersion(Place place) {
    Custom custom = Custom.of(place, VERSION);
    place
        .merge(
            custom.definition(),
            "{spec:{versions:[%s]}}".formatted(VERSION.replace("'v1'", "'v2'")))
        .is(422, "Invalid")
        .cause("status.storedVersions[0]", "FieldValueInvalid", "must appear in spec.versions");
  }

  @Fact("a kind may be in no namespace")
  static void clusterScope(Place place) {
    posted(place, body(place).replace("Namespaced", "Cluster")).is(201);
    String path = "/apis/" + place.group() + "/v1/widgets";
    place.until("it is served", () -> place.get(path).status() == 200);
    place
        .make(
            path, "{apiVersion:'%s/v1',kind:'Widget',metadata:{name:'a'}}".formatted(place.group()))
        .lacks("/metadata/namespace");
    place.get("/apis/" + place.group() + "/v1/namespaces/default/widgets").is(404);
  }
}
