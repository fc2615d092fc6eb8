package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Prints Observations as the REST API gives them. */
interface ObservationPrinter {

  /** Prints a whole list. */
  void printList(List<JsonNode> observations);

  /** Prints one more, after a list, and lets the reader see it at once. */
  void printOne(JsonNode observation);
}
