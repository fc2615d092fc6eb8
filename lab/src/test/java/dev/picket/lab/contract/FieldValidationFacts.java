package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of fields that nobody knows. */
@Heading("Field validation")
final class FieldValidationFacts {

  private FieldValidationFacts() {}

  @Fact(value = "Strict refuses an unknown field of a built-in kind", since = 25)
  static void strict(Place place) {
    place
        .post("configmaps?fieldValidation=Strict", "{metadata:{name:'a'},dato:{k:'1'}}")
        .is(400, "BadRequest")
        .mentions("strict decoding error: unknown field \"dato\"");
    place.get("configmaps/a").is(404);
  }

  @Fact(value = "Strict names the path of an unknown field", since = 25)
  static void path(Place place) {
    place
        .post("pods?fieldValidation=Strict", Bodies.pod("a", "").replace("image:", "imago:"))
        .is(400, "BadRequest")
        .mentions("unknown field \"spec.containers[0].imago\"");
  }

  @Fact(value = "Strict refuses a field that comes twice", since = 25)
  static void duplicate(Place place) {
    place
        .send(
            "POST",
            "configmaps?fieldValidation=Strict",
            Place.JSON,
            "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"1\"},\"data\":{\"k\":\"2\"}}")
        .is(400, "BadRequest")
        .mentions("duplicate field \"data\"");
  }

  @Fact(value = "Warn keeps the object, drops the field and warns", since = 25)
  static void warn(Place place) {
    Answer created =
        place.create("configmaps?fieldValidation=Warn", "{metadata:{name:'a'},dato:{k:'1'}}");
    assertThat(created.header("Warning")).isEqualTo("299 - \"unknown field \\\"dato\\\"\"");
    created.lacks("/dato");
  }

  @Fact(value = "without fieldValidation it warns", since = 25)
  static void byDefault(Place place) {
    assertThat(place.create("configmaps", "{metadata:{name:'a'},dato:{}}").header("Warning"))
        .contains("unknown field");
  }

  @Fact("an unknown field of a built-in kind is not kept")
  static void dropped(Place place) {
    place.create("configmaps", "{metadata:{name:'a'},dato:{k:'1'}}").lacks("/dato");
  }

  @Fact(value = "Ignore neither warns nor refuses", since = 25)
  static void ignore(Place place) {
    Answer created =
        place.create("configmaps?fieldValidation=Ignore", "{metadata:{name:'a'},dato:{}}");
    assertThat(created.header("Warning")).isEmpty();
    created.lacks("/dato");
  }

  @Fact(value = "another value of fieldValidation is Invalid", since = 25)
  static void otherValue(Place place) {
    place
        .post("configmaps?fieldValidation=Loud", "{metadata:{name:'a'}}")
        .is(422, "Invalid")
        .cause("fieldValidation", "FieldValueNotSupported", "Loud");
  }

  @Fact(value = "Strict refuses an unknown field of a custom resource", since = 25)
  static void custom(Place place) {
    Custom custom = Custom.withSpec(place, "size:{type:'integer'}");
    place
        .post(
            custom.path() + "?fieldValidation=Strict",
            custom.object("a", "spec:{size:1,colour:'x'}"))
        .is(400, "BadRequest")
        .mentions("strict decoding error: unknown field \"spec.colour\"");
  }

  @Fact(value = "Strict refuses an unknown field in a merge patch", since = 25)
  static void merge(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    Answer patched = place.merge("configmaps/a?fieldValidation=Strict", "{dato:{k:'1'}}");
    patched.is(422, "Invalid").mentions("unknown field \"dato\"");
  }

  @Fact(value = "Strict refuses an unknown field in an update", since = 25)
  static void update(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place
        .put("configmaps/a?fieldValidation=Strict", "{metadata:{name:'a'},dato:{}}")
        .is(400, "BadRequest")
        .mentions("unknown field \"dato\"");
  }

  @Fact(value = "several unknown fields are told together", since = 25)
  static void several(Place place) {
    place
        .post("configmaps?fieldValidation=Strict", "{metadata:{name:'a'},b:{},c:{}}")
        .is(400, "BadRequest")
        .mentions("unknown field \"b\", unknown field \"c\"");
  }
}
