package dev.picket.lab.structural;

import static dev.picket.lab.structural.Trees.lines;
import static dev.picket.lab.structural.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.schema.StructuralSchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those of a real control plane (1.20, or as later ones changed them). */
final class ValidationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{type: 'integer'} | 'three' | Invalid value: \"string\": x in body must be of type integer:"
            + " \"string\"",
        "{type: 'integer'} | 1.5 | Invalid value: \"number\": x in body must be of type integer:"
            + " \"number\"",
        "{type: 'integer'} | 3.0 |",
        "{type: 'number'} | 3 |",
        "{type: 'string'} | null | Invalid value: \"null\": x in body must be of type string:"
            + " \"null\"",
        "{type: 'string', nullable: true} | null |",
        "{'x-kubernetes-int-or-string': true} | true | Invalid value: \"boolean\": x in body must be"
            + " of type integer,string: \"boolean\"",
        "{'x-kubernetes-int-or-string': true} | '80%' |",
        "{type: 'string', enum: ['a', 'b']} | 'c' | Unsupported value: \"c\": supported values:"
            + " \"a\", \"b\"",
        "{type: 'number', enum: [1, 2.5]} | 3 | Unsupported value: 3: supported values: \"1\","
            + " \"2.5\"",
        "{type: 'number', enum: [1, 2.5]} | 1.0 |",
        "{type: 'integer', minimum: 1} | 0 | Invalid value: 0: x in body should be greater than or"
            + " equal to 1",
        "{type: 'number', minimum: 1.5, exclusiveMinimum: true} | 1.5 | Invalid value: 1.5: x in"
            + " body should be greater than 1.5",
        "{type: 'integer', maximum: 1} | 2 | Invalid value: 2: x in body should be less than or"
            + " equal to 1",
        "{type: 'integer', multipleOf: 5} | 7 | Invalid value: 7: x in body should be a multiple of"
            + " 5",
        "{type: 'string', minLength: 2} | 'a' | Invalid value: \"a\": x in body should be at least 2"
            + " chars long",
        "{type: 'string', maxLength: 2} | 'abc' | Too long: may not be more than 2 bytes",
        "{type: 'string', pattern: '^[a-z]+$'} | 'A' | Invalid value: \"A\": x in body should match"
            + " '^[a-z]+$'",
        "{type: 'string', format: 'date-time'} | 'today' | Invalid value: \"today\": x in body must"
            + " be of type date-time: \"today\"",
        "{type: 'string', format: 'something'} | 'today' |",
        "{type: 'integer', format: 'int32'} | 3000000000 |",
        "{type: 'array', items: {type: 'string'}, maxItems: 2} | ['a', 'b', 'c'] | Too many: 3: must"
            + " have at most 2 items",
        "{type: 'array', items: {type: 'string'}, minItems: 1} | [] | Invalid value: 0: x in body"
            + " should have at least 1 items",
        "{type: 'object', minProperties: 1} | {} | Invalid value: 0: x in body should have at least"
            + " 1 properties",
        "{type: 'object', not: {required: ['a']}} | {b: 1} |",
      })
  void valueIsJudgedAsByTheRealOne(String schema, String value, String expected) {
    List<FieldProblem> problems =
        Validation.check(
            tree("{x: " + value + "}"),
            StructuralSchema.parse(tree("{type: 'object', properties: {x: " + schema + "}}")));
    assertThat(lines(problems)).isEqualTo(expected == null ? List.of() : List.of("x: " + expected));
  }

  @Test
  void problemsInsideNameTheirPlaces() {
    assertThat(
            check(
                """
                {list: {type: 'array', items: {type: 'object', required: ['name'],
                  properties: {name: {type: 'string'}}}},
                 map: {type: 'object', additionalProperties: {type: 'string'}}}
                """,
                "{list: [{name: 'a'}, {}], map: {a: 1}}"))
        .containsExactly(
            "spec.list[1].name: Required value",
            "spec.map.a: Invalid value: \"integer\": spec.map.a in body must be of type string:"
                + " \"integer\"");
  }

  @Test
  void alternativesAreToldWithTheNearestFailure() {
    String alternatives = "[{required: ['a']}, {required: ['b']}]";
    String fields = ", properties: {a: {type: 'integer'}, b: {type: 'string'}}}";
    assertThat(check("{any: {type: 'object', anyOf: " + alternatives + fields + "}", "{any: {}}"))
        .containsExactly(
            "<nil>: Invalid value: \"\": \"spec.any\" must validate at least one schema (anyOf)",
            "spec.any.a: Required value");
    assertThat(
            check(
                "{one: {type: 'object', oneOf: " + alternatives + fields + "}",
                "{one: {a: 1, b: ''}}"))
        .containsExactly(
            "<nil>: Invalid value: \"\": \"spec.one\" must validate one and only one schema (oneOf)."
                + " Found 2 valid alternatives");
    assertThat(
            check(
                "{all: {type: 'object', allOf: [{required: ['a']}, {properties: {a: {minimum: 3}}}]"
                    + fields
                    + "}",
                "{all: {a: 1}}"))
        .containsExactly(
            "spec.all.a: Invalid value: 1: spec.all.a in body should be greater than or equal to 3",
            "<nil>: Invalid value: \"\": \"spec.all\" must validate all the schemas (allOf)");
    assertThat(check("{no: {type: 'object', not: {required: ['a']}" + fields + "}", "{no: {a: 1}}"))
        .containsExactly(
            "<nil>: Invalid value: \"\": \"spec.no\" must not validate the schema (not)");
  }

  @Test
  void setsAndMapsHaveNothingTwice() {
    StructuralSchema schema =
        spec(
            """
            {set: {type: 'array', 'x-kubernetes-list-type': 'set', items: {type: 'string'}},
             map: {type: 'array', 'x-kubernetes-list-type': 'map',
               'x-kubernetes-list-map-keys': ['name'], items: {type: 'object',
               properties: {name: {type: 'string'}, port: {type: 'integer'}}}}}
            """);
    assertThat(
            lines(
                ListUniqueness.check(
                    tree(
                        "{spec: {set: ['a', 'b', 'a'], map: [{name: 'a', port: 1}, {name: 'a'}]}}"),
                    schema)))
        .containsExactly(
            "spec.set[2]: Duplicate value: \"a\"",
            "spec.map[1]: Duplicate value: map[string]interface {}{\"name\":\"a\"}");
  }

  @Test
  void embeddedObjectsNameTheirKind() {
    StructuralSchema schema =
        spec(
            """
            {emb: {type: 'object', 'x-kubernetes-embedded-resource': true,
              'x-kubernetes-preserve-unknown-fields': true}}
            """);
    assertThat(lines(EmbeddedObjects.check(tree("{spec: {emb: {foo: 1}}}"), schema)))
        .containsExactly(
            "spec.emb.apiVersion: Required value: must not be empty",
            "spec.emb.kind: Required value: must not be empty");
  }

  @Test
  void patternCannotExplode() {
    String text = "a".repeat(5_000) + "b";
    assertThat(check("{x: {type: 'string', pattern: '^(a+)+$'}}", "{x: '" + text + "'}"))
        .hasSize(1);
  }

  @Test
  void problemsAreBounded() {
    String many = "1,".repeat(5_000) + "1";
    assertThat(check("{x: {type: 'array', items: {type: 'string'}}}", "{x: [" + many + "]}"))
        .hasSize(Validation.MOST_PROBLEMS);
  }

  @ParameterizedTest
  @CsvSource({
    "date, 2020-02-29, 2020-13-01",
    "date-time, 2020-01-01T00:00:00Z, 2020-01-01",
    "ipv4, 1.2.3.4, 1.2.3",
    "ipv6, ::1, 1.2.3.4",
    "ipv6, 1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8:9",
    "cidr, 10.0.0.0/8, 10.0.0.0/33",
    "uri, https://example.com/a%20b, %%",
    "uuid, 0d1f1c9e-3e61-4b0e-8a4e-2f4d1f0a1b2c, z",
    "duration, 1h30m, 5 lightyears",
    "duration, 3 days, soon",
    "email, a@example.com, a",
    "byte, aGk=, %%%",
    "hostname, a.example.com, _!",
    "mac, 01:23:45:67:89:ab, q",
    "creditcard, 4111111111111111, 4111111111111112",
    "isbn, 978-3-16-148410-0, 978-3-16-148410-1",
    "hexcolor, #fff, #ff",
  })
  void formatTellsRightFromWrong(String format, String right, String wrong) {
    assertThat(Formats.matches(format, right)).as(right).isTrue();
    assertThat(Formats.matches(format, wrong)).as(wrong).isFalse();
  }

  private static StructuralSchema spec(String properties) {
    return StructuralSchema.parse(
        tree(
            "{type: 'object', properties: {spec: {type: 'object', properties: "
                + properties
                + "}}}"));
  }

  private static List<String> check(String properties, String value) {
    return lines(Validation.check(tree("{spec: " + value + "}"), spec(properties)));
  }
}
