package dev.picket.lab.cel;

import static dev.picket.lab.structural.Trees.lines;
import static dev.picket.lab.structural.Trees.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.schema.StructuralSchema;
import dev.picket.runtime.Ticker;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaRulesTest {

  private static final String PROPERTIES =
      """
      int: {type: 'integer'}, num: {type: 'number'}, text: {type: 'string'}, flag: {type: 'boolean'},
      when: {type: 'string', format: 'date-time'}, dur: {type: 'string', format: 'duration'},
      bytes: {type: 'string', format: 'byte'}, nul: {type: 'string', nullable: true},
      list: {type: 'array', items: {type: 'integer'}},
      texts: {type: 'array', items: {type: 'string'}},
      map: {type: 'object', additionalProperties: {type: 'string'}},
      'a.b': {type: 'string'}, 'a-b': {type: 'string'}, 'a/b': {type: 'string'},
      a__b: {type: 'string'}, namespace: {type: 'string'},
      port: {'x-kubernetes-int-or-string': true},
      items: {type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'],
        items: {type: 'object', required: ['name'], properties: {name: {type: 'string'},
        size: {type: 'integer'}}}}
      """;

  private static final String VALUE =
      """
      {int: 3, num: 1, text: 'hello world', flag: true, when: '2020-01-01T00:00:00Z', dur: '1h30m',
       bytes: 'aGk=', nul: null, list: [1, 2, 3], texts: ['a', 'b'], map: {k: 'v'}, 'a.b': 'dot',
       'a-b': 'dash', 'a/b': 'slash', a__b: 'under', namespace: 'ns', port: 80,
       items: [{name: 'x', size: 1}, {name: 'y', size: 2}]}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.int == 3 && self.num == 1.0 && self.num + 0.5 == 1.5 && self.flag",
        "self.num < self.int",
        "has(self.int) && !has(self.missing)",
        "self.when < timestamp('2021-01-01T00:00:00Z') && self.when.getFullYear() == 2020",
        "self.dur == duration('90m')",
        "self.bytes == b'hi'",
        "self.nul == null",
        "self.list.all(x, x > 0) && self.list.exists_one(x, x == 2) && size(self.list) == 3",
        "self.list.map(x, x * 2) == [2, 4, 6] && self.list.filter(x, x > 1) == [2, 3]",
        "self.map['k'] == 'v' && 'k' in self.map && self.map.k == 'v'",
        "self.a__dot__b == 'dot' && self.a__dash__b == 'dash' && self.a__slash__b == 'slash'",
        "self.a__underscores__b == 'under' && self.__namespace__ == 'ns'",
        "type(self.port) == int && self.port == 80",
        "self.items.exists(i, i.name == 'x' && i.size == 1)",
        "self.text.matches('^hello') && self.text.contains('wor') && self.text.endsWith('d')",
        "self.text.indexOf('o') == 4 && self.text.lastIndexOf('o') == 7 && self.text.charAt(0) == 'h'",
        "self.text.upperAscii() == 'HELLO WORLD' && self.text.split(' ') == ['hello', 'world']",
        "self.text.substring(6) == 'world' && self.text.replace('l', 'L') == 'heLLo worLd'",
        "self.texts.join(',') == 'a,b' && ' x '.trim() == 'x'",
        "self.list.isSorted() && self.list.sum() == 6 && self.list.min() == 1 && self.list.max() == 3",
        "self.list.indexOf(2) == 1 && self.list.lastIndexOf(9) == -1",
        "sets.contains(self.list, [1, 2]) && sets.intersects(self.list, [3, 4])",
        "self.text.find('o.') == 'o ' && self.text.findAll('o') == ['o', 'o']",
        "self.text.findAll('o', 1) == ['o']",
        "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('100m').asApproximateFloat() == 0.1",
        "quantity('1').add(quantity('500m')).compareTo(quantity('1500m')) == 0 && !isQuantity('x')",
        "quantity('1') == quantity('1000m') && quantity('2k').asInteger() == 2000",
        "url('https://u@a.example.com:8080/p?x=1&x=2').getHost() == 'a.example.com:8080'",
        "url('https://a.example.com:8080/p?x=1').getQuery()['x'] == ['1'] && !isURL('a b')",
        "isIP('::1') && ip('127.0.0.1').isLoopback() && ip('::1').family() == 6",
        "ip.isCanonical('::1') && !ip.isCanonical('0:0::1')",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.1.0.0/8').masked().prefixLength() == 8",
        "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.0.0.0/8').ip().family() == 4",
        "'%s is %d of %.2f%%, %x'.format([self.text, self.int, self.num, 255]) == 'hello world is 3 of"
            + " 1.00%, ff'",
        "'%s %s %b'.format([self.list, {'a': true}, 5]) == '[1, 2, 3] {a: true} 101'",
        "self.?missing.orValue('x') == 'x' || true",
        "(self.int > 1 ? 'a' : 'b') == 'a' && 5 in [1, 5]",
      })
  void expressionHolds(String rule) {
    String schema = schema(rule.replace("missing", "text2"), ", text2: {type: 'string'}");
    assertThat(problems(schema)).isEmpty();
    assertThat(check(schema, VALUE, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "self.unknown == 1",
        "self.int == 'a'",
        "self.text > 3",
        "self.text.foo()",
        "self.list.exists(x, x.y)",
        "self.int +",
        "format.dns1123Label().validate(self.text)",
        "other == 1",
      })
  void expressionThatDoesNotCompileIsRefused(String rule) {
    assertThat(problems(schema(rule, "")))
        .singleElement()
        .asString()
        .startsWith("schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: ")
        .contains("compilation failed: ERROR: <input>:1:");
  }

  @Test
  void expressionYieldsTruthOrIsRefused() {
    assertThat(problems(schema("self.int", "")))
        .singleElement()
        .asString()
        .endsWith(": cel expression must evaluate to a bool");
  }

  @Test
  void failureIsToldAtItsPlaceInItsWords() {
    assertThat(check(schema("self.int < 3", ""), VALUE, null))
        .containsExactly("spec: Invalid value: \"object\": failed rule: self.int < 3");
    assertThat(check(rules("{rule: 'self.int < 3', message: 'too much'}"), VALUE, null))
        .containsExactly("spec: Invalid value: \"object\": too much");
    assertThat(
            check(
                rules(
                    """
                    {rule: 'self.int < 3', message: 'x', fieldPath: '.int',
                     reason: 'FieldValueForbidden',
                     messageExpression: '"is " + string(self.int)'}
                    """),
                VALUE,
                null))
        .containsExactly("spec.int: Forbidden: is 3");
  }

  @Test
  void errorOfAnExpressionIsAFailure() {
    assertThat(check(schema("self.list[7] == 1", ""), VALUE, null))
        .singleElement()
        .asString()
        .startsWith("spec: Invalid value: \"object\": rule evaluation error: ");
  }

  @Test
  void transitionRulesRunOnChangesOnly() {
    String schema = schema("self.int >= oldSelf.int", "");
    assertThat(check(schema, "{int: 3}", null)).isEmpty();
    assertThat(check(schema, "{int: 3}", "{int: 2}")).isEmpty();
    assertThat(check(schema, "{int: 3}", "{int: 4}"))
        .containsExactly("spec: Invalid value: \"object\": failed rule: self.int >= oldSelf.int");
  }

  @Test
  void oldSelfMayBeOptional() {
    String schema =
        rules("{rule: 'oldSelf.hasValue() || self.int == 1', optionalOldSelf: true, message: 'm'}");
    assertThat(problems(schema)).isEmpty();
    assertThat(check(schema, "{int: 3}", null)).hasSize(1);
    assertThat(check(schema, "{int: 3}", "{int: 4}")).isEmpty();
  }

  @Test
  void itemsOfMapsHaveAFormerSelf() {
    String schema =
        """
        {type: 'object', properties: {spec: {type: 'object', properties: {
          items: {type: 'array', 'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'], items: {type: 'object', required: ['name'],
            'x-kubernetes-validations': [{rule: 'self.size >= oldSelf.size'}],
            properties: {name: {type: 'string'}, size: {type: 'integer'}}}}}}}}
        """;
    assertThat(problems(schema)).isEmpty();
    assertThat(
            check(
                schema,
                "{items: [{name: 'b', size: 1}, {name: 'a', size: 1}]}",
                "{items: [{name: 'a', size: 2}, {name: 'c', size: 5}]}"))
        .containsExactly(
            "spec.items[1]: Invalid value: \"object\": failed rule: self.size >= oldSelf.size");
  }

  @Test
  void itemsOfOtherListsHaveNone() {
    String schema =
        """
        {type: 'object', properties: {spec: {type: 'object', properties: {
          list: {type: 'array', items: {type: 'integer',
            'x-kubernetes-validations': [{rule: 'self >= oldSelf'}]}}}}}}
        """;
    assertThat(problems(schema))
        .containsExactly(
            "schema.properties[spec].properties[list].items.x-kubernetes-validations[0].rule: Invalid"
                + " value: \"self >= oldSelf\": oldSelf cannot be used on the uncorrelatable portion"
                + " of the schema within schema.properties[spec].properties[list]");
  }

  @Test
  void rootKnowsItsName() {
    String schema =
        """
        {type: 'object', properties: {spec: {type: 'object'}},
         'x-kubernetes-validations': [{rule: 'self.metadata.name.size() < 3 && self.kind == "K"'}]}
        """;
    assertThat(problems(schema)).isEmpty();
    StructuralSchema read = StructuralSchema.parse(tree(schema));
    ObjectNode object = tree("{apiVersion: 'v1', kind: 'K', metadata: {name: 'long'}, spec: {}}");
    assertThat(lines(SchemaRules.of(read).check(object, null, Ticker.system())))
        .singleElement()
        .asString()
        .startsWith("<nil>: Invalid value: \"object\": failed rule: ");
  }

  @Test
  void whatDidNotChangeIsNotJudgedAgain() {
    String schema = schema("self.int < 3", "");
    assertThat(check(schema, "{int: 3}", "{int: 3}")).isEmpty();
    assertThat(check(schema, "{int: 4}", "{int: 3}")).hasSize(1);
  }

  @Test
  void costIsBounded() {
    String list = "1,".repeat(2_000) + "1";
    assertThat(
            check(
                schema("self.list.all(x, self.list.all(y, self.list.all(z, x + y + z > 0)))", ""),
                "{list: [" + list + "]}",
                null))
        .singleElement()
        .asString()
        .contains("cost budget");
  }

  private static String schema(String rule, String more) {
    return rules(tree("{}").put("rule", rule).toString(), more);
  }

  private static String rules(String rule) {
    return rules(rule, "");
  }

  private static String rules(String rule, String more) {
    return "{type: 'object', properties: {spec: {type: 'object', 'x-kubernetes-validations': ["
        + rule
        + "], properties: {"
        + PROPERTIES
        + more
        + "}}}}";
  }

  private static List<String> problems(String schema) {
    return lines(SchemaRules.check(StructuralSchema.parse(tree(schema)), "schema"));
  }

  private static List<String> check(String schema, String spec, @Nullable String former) {
    return lines(
        SchemaRules.of(StructuralSchema.parse(tree(schema)))
            .check(
                tree("{spec: " + spec + "}"),
                former == null ? null : tree("{spec: " + former + "}"),
                Ticker.system()));
  }
}
