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
