package dev.picket.lab.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CellPathTest {

  private static final String OBJECT =
      """
      {"a":{"b":[{"n":"x","v":1},{"n":"y","v":2,"f":true},{"n":"z","v":3}],"c.d":"dotted"},
       "e":["p","q","r"]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ".e[0]|\"p\"",
        ".e[-1]|\"r\"",
        ".e[1:]|\"q\"",
        ".e[:2]|\"p\"",
        ".e[::2]|\"p\"",
        ".e[5]|",
        ".a.b[*].n|\"x\"",
        ".a.b[1].n|\"y\"",
        ".a.b[?(@.n==\"y\")].v|2",
        ".a.b[?(@.n=='y')].v|2",
        ".a.b[?(@.v>=2)].n|\"y\"",
        ".a.b[?(@.v>2)].n|\"z\"",
        ".a.b[?(@.f)].n|\"y\"",
        ".a.b[?(@.f==true)].n|\"y\"",
        ".a.b[?(@.v>7)].n|",
        ".a.c\\.d|\"dotted\"",
        ".a['c.d']|\"dotted\"",
        "..n|\"x\"",
        "$.e[0,2]|\"p\"",
        ".none.deeper|"
      })
  void theFirstValueIsShown(String path, String value) throws IOException {
    assertThat(
            CellPath.parse(path).select(JsonMapper.builder().build().readTree(OBJECT)).toString())
        .isEqualTo(value == null ? "" : value);
    assertThat(CellPath.problem(path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spec", ".a[", ".a[x]", ".a[?(@.b=~\"c\")]", ".a{}", ".a[::0]"})
  void whatIsNoPathSelectsNothingAndSaysWhy(String path) throws IOException {
    assertThat(
            CellPath.parse(path)
                .select(JsonMapper.builder().build().readTree(OBJECT))
                .isMissingNode())
        .isTrue();
    assertThat(CellPath.problem(path)).isPresent();
  }
}
