package dev.picket.lab.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0m,0",
    "1,1",
    "1000m,1",
    "0.5,500m",
    "1.5,1500m",
    "1000,1k",
    "1000000,1M",
    "1024,1024",
    "1Ki,1Ki",
    "1024Mi,1Gi",
    "0.5Gi,512Mi",
    "1.5Gi,1536Mi",
    "100Mi,100Mi",
    "1e3,1e3",
    "12e6,12e6",
    "5E,5E",
    "1E2,100",
    "-1,-1",
    "+2,2",
    ".5,500m",
    "1.,1",
    "0.0000000001,1n",
    "0.1Ki,102400m"
  })
  void quantitiesAreWrittenInOneWay(String text, String written) {
    assertThat(Quantity.parse(text).orElseThrow().text()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1x", "1 Gi", "--1", "1e999", "1gi", "Gi", "."})
  void otherTextsAreNone(String text) {
    assertThat(Quantity.parse(text)).isEmpty();
  }

  @Test
  void quantitiesCompareByAmount() {
    assertThat(Quantity.parse("1Gi").orElseThrow())
        .isGreaterThan(Quantity.parse("1G").orElseThrow());
  }
}
