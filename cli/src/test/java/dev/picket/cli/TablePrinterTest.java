package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TablePrinterTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final StringWriter printed = new StringWriter();
  private final TablePrinter printer =
      new TablePrinter(new PrintWriter(printed), () -> NOW, TablePrinter.NARROW);

  @Test
  void columnsAreAlignedAndTimesAreAges() throws JsonProcessingException {
    printer.printList(List.of(observation("web-0", "A shell"), observation("a-long-name", "B")));
    assertThat(printed.toString())
        .isEqualTo(
            """
            ID            SEVERITY  STATE       COUNT  SOURCE    NAMESPACE  RESOURCE                  LAST SEEN  TITLE
            0123456789ab  high      open        2      falco     shop       Pod/web-0                 5m         A shell
            0123456789ab  high      open        2      falco     shop       Pod/a-long-name           5m         B
            """);
  }

  @Test
  void escapeSequencesDoNotReachTheTerminal() throws JsonProcessingException {
    printer.printList(List.of(observation("web-0", "\\u001b[2Jcleared\\u202etxet")));
    assertThat(printed.toString()).contains("?[2Jcleared?txet").doesNotContain("\u001b");
  }

  @Test
  void nothingIsSaidInWords() {
    printer.printList(List.of());
    assertThat(printed.toString()).isEqualTo("No Observations.\n");
  }

  @Test
  void theFirstChangeAfterAnEmptyListHasHeadings() throws JsonProcessingException {
    printer.printList(List.of());
    printer.printOne(observation("web-0", "A shell"));
    printer.printOne(observation("web-1", "A shell"));
    assertThat(printed.toString().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("No", "ID", "0123456789ab", "0123456789ab");
  }

  private static JsonNode observation(String pod, String title) throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            """
            {"id":"0123456789abcdef","severity":"high","state":"open","count":2,"source":"falco",
             "resource":{"kind":"Pod","namespace":"shop","name":"%s"},
             "lastSeen":"2026-11-22T11:55:00Z","title":"%s"}\
            """
                .formatted(pod, title));
  }
}
