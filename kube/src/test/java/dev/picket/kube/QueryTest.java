package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.shard.PartitionSet;
import dev.picket.coordination.shard.Pool;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QueryTest {

  @Test
  void whatIsEmptyIsLeftOut() {
    assertThat(new Query("/api").with("a", "").with("b", "1").with("c", "").with("d", "2"))
        .hasToString("/api?b=1&d=2");
  }

  @Test
  void aServerReadsWhatWasWritten() {
    String value = "a=b,!c in (d) || 'e' & ü + % \u20ac";
    URI uri = URI.create("http://x" + new Query("/api").with("v", value));
    assertThat(uri.getQuery()).isEqualTo("v=" + value);
  }

  @Test
  void eightyRangesOfAShardSelectorFitInALine() {
    PartitionSet ragged = PartitionSet.of(1024, IntStream.range(0, 80).map(range -> range * 3 + 1));
    String selector = ragged.selector(Pool.UID).orElseThrow();
    assertThat(Query.encoded(selector).length())
        .isLessThan(InformerLimits.DEFAULT.selectorLengthMax());
  }
}
