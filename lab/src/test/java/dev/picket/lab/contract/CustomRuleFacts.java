package dev.picket.lab.contract;

/** Rules in CEL, which 1.20 does not know. */
@Heading("Custom resources: CEL")
final class CustomRuleFacts {

  private CustomRuleFacts() {}

  private static Custom ruled(Place place, String rules, String properties) {
    return Custom.of(
        place,
        Custom.version(
            "v1",
            true,
            "spec:{type:'object','x-kubernetes-validations':[%s],properties:{%s}}"
                .formatted(rules, properties),
            ""));
  }

  @Fact(value = "a rule that fails is Invalid, with its message", since = 25)
  static void message(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'self.min <= self.max',message:'min must not exceed max'}",
            "min:{type:'integer'},max:{type:'integer'}");
    custom.create("a", "spec:{min:1,max:2}");
    custom
        .post("b", "spec:{min:3,max:2}")
        .invalid("spec", "FieldValueInvalid", "Invalid value: \"object\": min must not exceed max");
  }

  @Fact(value = "a rule without a message is told by its text", since = 25)
  static void noMessage(Place place) {
    Custom custom = ruled(place, "{rule:'self.size > 0'}", "size:{type:'integer'}");
    custom
        .post("a", "spec:{size:0}")
        .invalid("spec", "FieldValueInvalid", "failed rule: self.size > 0");
  }

  @Fact(value = "messageExpression makes the message", since = 27)
  static void messageExpression(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'self.size > 0',messageExpression:'\"size is \" + string(self.size)'}",
            "size:{type:'integer'}");
    custom.post("a", "spec:{size:-1}").invalid("spec", "FieldValueInvalid", "size is -1");
  }

  @Fact(value = "reason and fieldPath place the cause", since = 28)
  static void fieldPath(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'self.size > 0',message:'too small',reason:'FieldValueForbidden',fieldPath:'.size'}",
            "size:{type:'integer'}");
    custom.post("a", "spec:{size:0}").invalid("spec.size", "FieldValueForbidden", "too small");
  }

  @Fact(value = "a rule with oldSelf judges updates alone", since = 25)
  static void transition(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'self.size >= oldSelf.size',message:'it only grows'}",
            "size:{type:'integer'}");
    custom.create("a", "spec:{size:3}");
    place.merge(custom.path("a"), "{spec:{size:4}}").is(200);
    place
        .merge(custom.path("a"), "{spec:{size:2}}")
        .invalid("spec", "FieldValueInvalid", "it only grows");
  }

  @Fact(value = "a field's rule makes it immutable", since = 25)
  static void immutable(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'true'}",
            "id:{type:'string','x-kubernetes-validations':[{rule:'self == oldSelf',message:'id is immutable'}]}");
    custom.create("a", "spec:{id:'x'}");
    place
        .merge(custom.path("a"), "{spec:{id:'y'}}")
        .invalid("spec.id", "FieldValueInvalid", "id is immutable");
  }

  @Fact(value = "has() sees whether a field is there", since = 25)
  static void has(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'has(self.a) != has(self.b)',message:'one of a and b'}",
            "a:{type:'string'},b:{type:'string'}");
    custom.create("a", "spec:{a:'x'}");
    custom.post("b", "spec:{a:'x',b:'y'}").invalid("spec", "FieldValueInvalid", "one of a and b");
  }

  @Fact(value = "macros go through lists", since = 25)
  static void macros(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'self.list.all(x, x > 0)',message:'all positive'}",
            "list:{type:'array',maxItems:10,items:{type:'integer'}}");
    custom.create("a", "spec:{list:[1,2]}");
    custom.post("b", "spec:{list:[1,-2]}").invalid("spec", "FieldValueInvalid", "all positive");
  }

  @Fact(value = "text and durations have their functions", since = 25)
  static void functions(Place place) {
    Custom custom =
        ruled(
            place,
            "{rule:'self.name.startsWith(\"w-\") && self.name.matches(\"^[a-z-]+$\")',message:'named w-'},"
                + "{rule:'!has(self.wait) || duration(self.wait) < duration(\"1h\")',message:'too long'}",
            "name:{type:'string',maxLength:20},wait:{type:'string',maxLength:20}");
    custom.create("a", "spec:{name:'w-x',wait:'30m'}");
    custom.post("b", "spec:{name:'x'}").invalid("spec", "FieldValueInvalid", "named w-");
    custom
        .post("c", "spec:{name:'w-x',wait:'2h'}")
        .invalid("spec", "FieldValueInvalid", "too long");
  }

  @Fact(value = "a rule that does not compile makes the definition Invalid", since = 25)
  static void compile(Place place) {
    Custom custom = new Custom(place, "widgets", place.group(), "Namespaced");
    place.deleteAtEnd(custom.definition());
    place
        .post(
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            custom.body(
                Custom.version(
                    "v1",
                    true,
                    "spec:{type:'object','x-kubernetes-validations':[{rule:'self.none > 0'}],"
                        + "properties:{size:{type:'integer'}}}",
                    "")))
        .is(422, "Invalid")
        .cause(
            "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule",
            "FieldValueInvalid",
            "undefined field 'none'");
  }

  @Fact(value = "rules at the root see name and labels of metadata", since = 25)
  static void root(Place place) {
    Custom custom =
        Custom.of(
            place,
            "{name:'v1',served:true,storage:true,schema:{openAPIV3Schema:{type:'object',"
                + "'x-kubernetes-validations':[{rule:'self.metadata.name.size() < 5',message:'short names'}],"
                + "properties:{spec:{type:'object'}}}}}");
    custom.create("a", "");
    custom.post("abcdef", "").is(422, "Invalid").mentions("short names");
  }

  @Fact(value = "an unchanged value that breaks a new rule is let through an update", since = 30)
  static void ratcheting(Place place) {
    Custom custom = ruled(place, "{rule:'true'}", "size:{type:'integer'},other:{type:'integer'}");
    custom.create("a", "spec:{size:0}");
    place
        .jsonPatch(
            custom.definition(),
            "[{op:'add',path:'/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/minimum',value:1}]")
        .is(200);
    place.until("the rule holds", () -> custom.post("b", "spec:{size:0}").status() == 422);
    place.merge(custom.path("a"), "{spec:{other:1}}").is(200);
    place.merge(custom.path("a"), "{spec:{size:-1}}").is(422, "Invalid");
  }
}
