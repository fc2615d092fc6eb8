package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What a definition's schema does to its objects. */
@Heading("Custom resources: schema, pruning, defaulting")
final class CustomSchemaFacts {

  private CustomSchemaFacts() {}

  @Fact("an object without kind and apiVersion is refused")
  static void typeMeta(Place place) {
    Custom custom = Custom.open(place);
    assertThat(place.post(custom.path(), "{metadata:{name:'a'}}").status())
        .isGreaterThanOrEqualTo(400);
    assertThat(place.post(custom.path(), "{kind:'Widget',metadata:{name:'a'}}").status())
        .isGreaterThanOrEqualTo(400);
  }

  @Fact("another kind than the path's is Invalid, another version BadRequest")
  static void otherKind(Place place) {
    Custom custom = Custom.open(place);
    place
        .post(custom.path(), custom.object("a", "").replace("'Widget'", "'Gadget'"))
        .invalid("kind", "FieldValueInvalid", "Invalid value: \"Gadget\": must be Widget");
    place
        .post(custom.path(), custom.object("v7", "a", ""))
        .is(400, "BadRequest")
        .mentions("does not match the expected API version");
  }

  @Fact("what the schema does not name is pruned")
  static void prunes(Place place) {
    Custom custom =
        Custom.withSpec(
            place, "size:{type:'integer'},part:{type:'object',properties:{n:{type:'string'}}}");
    custom
        .create("a", "spec:{size:1,colour:'red',part:{n:'x',m:'y'}},extra:{}")
        .has("/spec", "{size:1,part:{n:'x'}}")
        .lacks("/extra");
  }

  @Fact("x-kubernetes-preserve-unknown-fields keeps what is below it")
  static void preserves(Place place) {
    Custom custom =
        Custom.withSpec(
            place,
            "free:{type:'object','x-kubernetes-preserve-unknown-fields':true},size:{type:'integer'}");
    custom.create("a", "spec:{free:{a:{b:[1]}},other:1}").has("/spec", "{free:{a:{b:[1]}}}");
  }

  @Fact("additionalProperties keep every key")
  static void additional(Place place) {
    Custom custom =
        Custom.withSpec(place, "map:{type:'object',additionalProperties:{type:'integer'}}");
    custom.create("a", "spec:{map:{x:1,y:2}}").has("/spec/map", "{x:1,y:2}");
    custom
        .post("b", "spec:{map:{x:'one'}}")
        .invalid("spec.map.x", "FieldValueInvalid", "must be of type integer: \"string\"");
  }

  @Fact("defaults are filled in, below objects that are there")
  static void defaults(Place place) {
    Custom custom =
        Custom.withSpec(
            place,
            "size:{type:'integer',default:3},part:{type:'object',properties:{n:{type:'string',default:'x'}}}");
    custom.create("a", "spec:{}").has("/spec", "{size:3}");
    custom.create("b", "spec:{part:{}}").has("/spec", "{size:3,part:{n:'x'}}");
    custom.create("c", "").lacks("/spec");
  }

  @Fact("a default of an object brings the defaults within it")
  static void nestedDefaults(Place place) {
    Custom custom =
        Custom.withSpec(
            place, "part:{type:'object',default:{},properties:{n:{type:'string',default:'x'}}}");
    custom.create("a", "spec:{}").has("/spec", "{part:{n:'x'}}");
  }

  @Fact("a null where there is a default becomes the default, unless it is nullable")
  static void nulls(Place place) {
    Custom custom =
        Custom.withSpec(
            place,
            "size:{type:'integer',default:3},maybe:{type:'integer',default:3,nullable:true}");
    custom
        .create("a", "spec:{size:null,maybe:null}")
        .has("/spec/size", "3")
        .has("/spec/maybe", "null");
  }

  @Fact("defaults that a definition gets later are seen in old objects")
  static void laterDefaults(Place place) {
    Custom custom = Custom.withSpec(place, "size:{type:'integer'}");
    custom.create("a", "spec:{}");
    place
        .jsonPatch(
            custom.definition(),
            "[{op:'add',path:'/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/default',value:7}]")
        .is(200);
    place.untilHas(custom.path("a"), "/spec/size", "7");
  }

  @Fact("a wrong type is Invalid, with the field's path")
  static void type(Place place) {
    Custom custom = Custom.withSpec(place, "list:{type:'array',items:{type:'integer'}}");
    custom
        .post("a", "spec:{list:[1,'x']}")
        .invalid(
            place.minor() < 22 ? "spec.list" : "spec.list[1]",
            "FieldValueInvalid",
            "in body must be of type integer: \"string\"");
  }

  @Fact("a missing required field is Invalid")
  static void required(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object',required:['size'],properties:{size:{type:'integer'}}}",
                ""));
    custom.post("a", "spec:{}").invalid("spec.size", "FieldValueRequired", "Required value");
  }

  @Fact("minimum and maximum bound numbers")
  static void bounds(Place place) {
    Custom custom = Custom.withSpec(place, "size:{type:'integer',minimum:1,maximum:5}");
    custom.create("a", "spec:{size:5}");
    custom
        .post("b", "spec:{size:0}")
        .invalid("spec.size", "FieldValueInvalid", "should be greater than or equal to 1");
    custom
        .post("c", "spec:{size:6}")
        .invalid("spec.size", "FieldValueInvalid", "should be less than or equal to 5");
  }

  @Fact("enum takes its values alone")
  static void enumeration(Place place) {
    Custom custom = Custom.withSpec(place, "colour:{type:'string',enum:['red','blue']}");
    custom
        .post("a", "spec:{colour:'green'}")
        .invalid(
            "spec.colour",
            "FieldValueNotSupported",
            "Unsupported value: \"green\": supported values: \"red\", \"blue\"");
  }

  @Fact("pattern, minLength and maxLength bound text")
  static void text(Place place) {
    Custom custom =
        Custom.withSpec(
            place,
            "id:{type:'string',pattern:'^[a-z]+$'},short:{type:'string',minLength:2,maxLength:3}");
    custom
        .post("a", "spec:{id:'A'}")
        .invalid("spec.id", "FieldValueInvalid", "should match '^[a-z]+$'");
    custom
        .post("b", "spec:{short:'x'}")
        .invalid("spec.short", "FieldValueInvalid", "should be at least 2 chars long");
    Answer tooLong = custom.post("c", "spec:{short:'wxyz'}").is(422, "Invalid");
    tooLong.mentions("spec.short");
  }

  @Fact("minItems and maxItems bound lists")
  static void items(Place place) {
    Custom custom =
        Custom.withSpec(place, "list:{type:'array',minItems:1,maxItems:2,items:{type:'integer'}}");
    custom
        .post("a", "spec:{list:[]}")
        .invalid("spec.list", "FieldValueInvalid", "should have at least 1 items");
    custom.post("b", "spec:{list:[1,2,3]}").is(422, "Invalid").mentions("spec.list");
  }

  @Fact("int-or-string takes both")
  static void intOrString(Place place) {
    Custom custom = Custom.withSpec(place, "port:{'x-kubernetes-int-or-string':true}");
    custom.create("a", "spec:{port:80}").has("/spec/port", "80");
    custom.create("b", "spec:{port:'http'}").has("/spec/port", "http");
    custom.post("c", "spec:{port:{}}").is(422, "Invalid");
  }

  @Fact("oneOf, anyOf and not are evaluated")
  static void logic(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "spec:{type:'object',properties:{a:{type:'integer'},b:{type:'integer'},c:{type:'integer'}},"
                    + "oneOf:[{required:['a']},{required:['b']}],not:{required:['c']}}",
                ""));
    custom.create("a", "spec:{a:1}");
    custom.post("b", "spec:{a:1,b:1}").is(422, "Invalid").mentions("oneOf");
    custom
        .post("c", "spec:{a:1,c:1}")
        .is(422, "Invalid")
        .mentions("must not validate the schema (not)");
  }

  @Fact("a list of type set takes each value once")
  static void set(Place place) {
    Custom custom =
        Custom.withSpec(
            place, "tags:{type:'array','x-kubernetes-list-type':'set',items:{type:'string'}}");
    custom
        .post("a", "spec:{tags:['x','x']}")
        .invalid("spec.tags[1]", "FieldValueDuplicate", "\"x\"");
  }

  @Fact("a list of type map takes each key once")
  static void mapList(Place place) {
    Custom custom =
        Custom.withSpec(
            place,
            "parts:{type:'array','x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['id'],"
                + "items:{type:'object',required:['id'],properties:{id:{type:'string'}}}}");
    custom
        .post("a", "spec:{parts:[{id:'x'},{id:'x'}]}")
        .invalid("spec.parts[1]", "FieldValueDuplicate", "");
  }

  @Fact("a format date-time is checked")
  static void format(Place place) {
    Custom custom = Custom.withSpec(place, "at:{type:'string',format:'date-time'}");
    custom.create("a", "spec:{at:'2026-01-02T03:04:05Z'}");
    custom
        .post("b", "spec:{at:'soon'}")
        .invalid("spec.at", "FieldValueInvalid", "must be of type date-time");
  }

  @Fact("all that is wrong is told at once")
  static void all(Place place) {
    Custom custom = Custom.withSpec(place, "a:{type:'integer'},b:{type:'boolean'}");
    custom
        .post("a", "spec:{a:'x',b:1}")
        .is(422, "Invalid")
        .causes("spec.a FieldValueInvalid", "spec.b FieldValueInvalid");
  }

  @Fact("a name is a DNS subdomain")
  static void name(Place place) {
    Custom custom = Custom.open(place);
    custom.post("A_b", "").invalid("metadata.name", "FieldValueInvalid", "RFC 1123 subdomain");
  }

  @Fact("the schema can restrict a name")
  static void restrictedName(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "metadata:{type:'object',properties:{name:{type:'string',pattern:'^w-'}}}",
                ""));
    custom.create("w-1", "");
    custom.post("x", "").invalid("metadata.name", "FieldValueInvalid", "should match '^w-'");
  }

  @Fact("a status update is checked against the status alone")
  static void status(Place place) {
    Custom custom =
        Custom.of(
            place,
            Custom.version(
                "v1",
                true,
                "status:{type:'object',properties:{n:{type:'integer'}}}",
                "subresources:{status:{}}"));
    custom.create("a", "");
    place
        .merge(custom.path("a") + "/status", "{status:{n:'x'}}")
        .invalid("status.n", "FieldValueInvalid", "must be of type integer");
  }

  @Fact("metadata that is malformed is refused")
  static void metadata(Place place) {
    Custom custom = Custom.open(place);
    Answer answer =
        place.post(
            custom.path(), custom.object("a", "").replace("{name:'a'}", "{name:'a',labels:{l:1}}"));
    assertThat(answer.status()).isBetween(400, 422);
  }

  @Fact("null in a field that may not be null is Invalid, if it has no default")
  static void notNullable(Place place) {
    Custom custom =
        Custom.withSpec(place, "size:{type:'integer'},list:{type:'array',items:{type:'string'}}");
    custom.post("a", "spec:{list:[null]}").is(422, "Invalid").mentions("spec.list");
  }
}
