package dev.picket.lab.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectorTest {

  private static final Map<String, String> LABELS =
      Map.of("app", "web", "tier", "front", "n", "5", "e.dev/x", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app=web",
        "app==web",
        "app!=db",
        "none!=db",
        "app in (db, web)",
        "app notin (db)",
        "none notin (db)",
        "app",
        "!none",
        "e.dev/x",
        "e.dev/x=",
        "app=web,tier in (front,back),!none",
        "n>4",
        "n<6",
        " app = web , tier "
      })
  void itMatches(String selector) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=db",
        "app!=web",
        "app in (db)",
        "none in (db)",
        "app notin (web)",
        "none",
        "!app",
        "app=web,tier=back",
        "n>5",
        "app>1"
      })
  void itDoesNotMatch(String selector) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "app=web,",
        "app===web",
        "app in web",
        "app in (a",
        "=web",
        "!",
        "a b",
        "-x=1",
        "app=-x",
        "app>x",
        "app in ((a))"
      })
  void aMalformedSelectorIsRefused(String selector) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOfSatisfying(
            StatusException.class, refused -> assertThat(refused.code()).isEqualTo(400));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",|found ',', expected: !, identifier, or 'end of string'",
        "app=web,|found '', expected: identifier after ','",
        "app===web|unable to parse requirement: found '=', expected: identifier",
        "app in web|unable to parse requirement: found 'web' expected: '('",
        "app in (a|unable to parse requirement: found '', expected: ',' or ')'",
        "!|unable to parse requirement: found '', expected: identifier",
        "a b|unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
        "app in ((a))|unable to parse requirement: found '(', expected: ',', ')' or identifier",
        "a=b c|found 'c', expected: ',' or 'end of string'",
        "!a=b|found '=', expected: ',' or 'end of string'",
        "/x=1|unable to parse requirement: <nil>: Invalid value: \"/x\": prefix part must be"
            + " non-empty",
        "a>b|unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt'"
            + " operators, the value must be an integer"
      })
  void whatIsWrongIsSaidInTheRealWords(String selector, String message) {
    assertThatThrownBy(() -> LabelSelector.parse(selector)).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"in=a", "in in (in)", "a in ()", "a in (,)", "a notin (b,)", "notin"})
  void wordsOfTheLanguageMayBeKeysAndValuesToo(String selector) {
    assertThat(LabelSelector.parse(selector).matches(Map.of("in", "in", "notin", "")))
        .isEqualTo(!selector.equals("in=a") && !selector.startsWith("a in"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',cbf29ce484222325",
    "test,f9e6e6ef197c2b25",
    "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee,93754b7248a00eb9"
  })
  void hashesAreThoseOfTheRealServer(String text, String hash) {
    assertThat(Long.toHexString(ShardSelector.hash(text))).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shardRange(object.metadata.uid,'0x0','0x8000000000000000')",
        "shardRange(object.metadata.uid,'0x0000000000000000','0x800000000000000G')",
        "shardRange(object.metadata.uid,'0x000000000000000A','0x8000000000000000')",
        "shardRange(object.metadata.name,'0x0000000000000000','0x8000000000000000')",
        "shardRange(object.metadata.uid,'0x8000000000000000','0x8000000000000000')",
        "shardRange(object.metadata.uid,'0x0000000000000000','0x8000000000000000') || "
            + "shardRange(object.metadata.namespace,'0x8000000000000000','0x10000000000000000')",
        "shardRange(object.metadata.uid,'0x0000000000000000','0x8000000000000000') && true"
      })
  void aMalformedShardSelectorIsAnErrorOfTheServer(String selector) {
    assertThatThrownBy(() -> ShardSelector.parse(selector))
        .isInstanceOfSatisfying(
            StatusException.class, refused -> assertThat(refused.code()).isEqualTo(500));
  }
}
