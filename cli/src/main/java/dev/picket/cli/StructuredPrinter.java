package dev.picket.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Prints for programs. A list is an object with {@code items}, as the REST API's. */
final class StructuredPrinter implements ObservationPrinter {

  private final PrintWriter out;
  private final ObjectWriter writer;
  private final String separator;

  private StructuredPrinter(PrintWriter out, ObjectWriter writer, String separator) {
    this.out = out;
    this.writer = writer;
    this.separator = separator;
  }

  static StructuredPrinter json(PrintWriter out) {
    return new StructuredPrinter(out, new ObjectMapper().writerWithDefaultPrettyPrinter(), "");
  }

  static StructuredPrinter yaml(PrintWriter out) {
    YAMLFactory factory =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();
    return new StructuredPrinter(out, new ObjectMapper(factory).writer(), "---\n");
  }

  @Override
  public void printList(List<JsonNode> observations) {
    out.println(text(Map.of("items", observations)).stripTrailing());
    out.flush();
  }

  @Override
  public void printOne(JsonNode observation) {
    out.println(separator + text(observation).stripTrailing());
    out.flush();
  }

  private String text(Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
