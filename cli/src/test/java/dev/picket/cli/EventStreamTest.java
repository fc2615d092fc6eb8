package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

  @Test
  void onlyEventsOfThatNameAreTold() {
    assertThat(
            told(
                ": heartbeat",
                "",
                "event: observation",
                "id: 7",
                "data: one",
                "",
                "event: removed",
                "data: two",
                "",
                "event: observation",
                "data: three",
                ""))
        .containsExactly("one", "three");
  }

  @Test
  void anEventCutShortIsNotTold() {
    assertThat(told("event: observation", "data: half")).isEmpty();
  }

  @Test
  void aBrokenConnectionIsSaidInWords() {
    Stream<String> breaking =
        Stream.generate(() -> {
          throw new UncheckedIOException(new IOException("connection reset"));
        });
    try (EventStream stream = new EventStream(breaking, TextNode::valueOf, "observation")) {
      assertThatThrownBy(() -> stream.values().findFirst())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("the connection broke");
    }
  }

  private static Stream<String> told(String... lines) {
    EventStream stream = new EventStream(Stream.of(lines), TextNode::valueOf, "observation");
    return stream.values().map(each -> each.asText());
  }
}
