package dev.picket.lab.structural;

import static dev.picket.lab.structural.Trees.lines;
import static dev.picket.lab.structural.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaChecksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | .type: Required value: must not be empty for specified object fields",
        "{type: 'array'} | .items: Required value: must be specified",
        "{type: 'array', items: {}} | .items.type: Required value: must not be empty for specified"
            + " array items",
        "{type: 'array', items: [{type: 'string'}]} | .items: Forbidden: items must be a schema"
            + " object and not an array",
        "{type: 'string', $ref: 'x'} | .$ref: Forbidden: $ref is not supported",
        "{type: 'foo'} | .type: Unsupported value: \"foo\": supported values: \"array\","
            + " \"boolean\", \"integer\", \"number\", \"object\", \"string\"",
        "{type: 3} | .type: Invalid value: 3: must be a string",
        "{type: 'object', properties: {a: {type: 'string'}}, additionalProperties: {type: 'string'}}"
            + " | .additionalProperties: Forbidden: additionalProperties and properties are mutual"
            + " exclusive",
        "{type: 'array', uniqueItems: true, items: {type: 'string'}} | .uniqueItems: Forbidden:"
            + " uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
        "{type: 'string', pattern: '(('} | .pattern: Invalid value: \"((\": must be a valid regular"
            + " expression, but isn't: error parsing regexp: missing closing ): `((`",
        "{type: 'object', anyOf: [{type: 'string'}]} | .anyOf[0].type: Forbidden: must be empty to"
            + " be structural",
        "{'x-kubernetes-int-or-string': true, anyOf: [{type: 'integer'}, {type: 'string'}]} |",
        "{'x-kubernetes-preserve-unknown-fields': true} |",
        "{type: 'object', 'x-kubernetes-preserve-unknown-fields': false} |"
            + " .x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or"
            + " undefined",
        "{type: 'object', 'x-kubernetes-embedded-resource': true} | .properties: Required value:"
            + " must not be empty if x-kubernetes-embedded-resource is true without"
            + " x-kubernetes-preserve-unknown-fields",
        "{type: 'array', 'x-kubernetes-list-type': 'map', items: {type: 'object'}} |"
            + " .x-kubernetes-list-map-keys: Required value: must not be empty if"
            + " x-kubernetes-list-type is map",
        "{type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['a'],"
            + " items: {type: 'object', properties: {a: {type: 'string'}}}} |"
            + " .items.properties[a].default: Required value: this property is in"
            + " x-kubernetes-list-map-keys, so it must have a default or be a required property",
        "{type: 'array', 'x-kubernetes-list-type': 'set', items: {type: 'object'}} |"
            + " .items.x-kubernetes-map-type: Invalid value: \"null\": must be atomic as item of a"
            + " list with x-kubernetes-list-type=set",
        "{type: 'integer', default: 'foo'} | .default: Invalid value: \"string\":  in body must be"
            + " of type integer: \"string\"",
        "{type: 'object', properties: {a: {type: 'string'}}, default: {b: 1}} | .default: Invalid"
            + " value: map[string]interface {}{\"b\":1}: must not have unknown fields",
        "{type: 'integer', 'x-kubernetes-validations': [{message: 'a'}]} |"
            + " .x-kubernetes-validations[0].rule: Required value: rule is not specified",
      })
  void schemaIsJudgedAsByTheRealOne(String schema, String expected) {
    assertThat(check("{type: 'object', properties: {x: " + schema + "}}"))
        .isEqualTo(expected == null ? List.of() : List.of("schema.properties[x]" + expected));
  }

  @Test
  void metadataIsWhatItIs() {
    assertThat(
            check(
                """
                {type: 'object', properties: {apiVersion: {type: 'integer'}, metadata:
                  {type: 'object', properties: {labels: {type: 'object'}}}}}
                """))
        .containsExactly(
            "schema.properties[apiVersion].type: Invalid value: \"integer\": must be string",
            "schema.properties[metadata]: Forbidden: must not specify anything other than name and"
                + " generateName, but metadata is implicitly specified");
    assertThat(
            check(
                """
                {type: 'object', properties: {metadata: {type: 'object', properties:
                  {name: {type: 'string', maxLength: 5}}}}}
                """))
        .isEmpty();
  }

  @Test
  void rootIsAnObject() {
    assertThat(check("{properties: {a: {type: 'string'}}}"))
        .containsExactly("schema.type: Required value: must not be empty at the root");
    assertThat(check("{type: 'string'}"))
        .containsExactly("schema.type: Invalid value: \"string\": must be object at the root");
  }

  @Test
  void depthIsBounded() {
    String deep =
        "{type: 'object', properties: {a: ".repeat(150) + "{type: 'string'}" + "}}".repeat(150);
    assertThat(check(deep)).singleElement().asString().contains("nests deeper than 100");
  }

  private static List<String> check(String schema) {
    return lines(SchemaChecks.check(tree(schema), "schema"));
  }
}
