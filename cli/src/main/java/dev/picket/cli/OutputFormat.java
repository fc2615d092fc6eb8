package dev.picket.cli;

import java.io.PrintWriter;
import java.time.InstantSource;

/** How Observations are printed; the names are what a person types. */
enum OutputFormat {
  table,
  wide,
  json,
  yaml;

  ObservationPrinter printer(PrintWriter out, InstantSource clock) {
    return switch (this) {
      case table -> new TablePrinter(out, clock, TablePrinter.NARROW);
      case wide -> new TablePrinter(out, clock, TablePrinter.WIDE);
      case json -> StructuredPrinter.json(out);
      case yaml -> StructuredPrinter.yaml(out);
    };
  }
}
