package dev.picket.cli;

import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.WebhookIngester;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What a serving process tells the person who started it. */
final class Announcement {

  private final PrintWriter out;

  Announcement(PrintWriter out) {
    this.out = out;
  }

  void starting(Path dataDirectory) {
    out.printf(
        "Picket %s starts PostgreSQL in %s ...%n", Version.current(), absolute(dataDirectory));
    out.flush();
  }

  void up(String address, IngesterFile ingesters, Path dataDirectory) {
    places(address, ingesters);
    out.printf("  data        %s%n", absolute(dataDirectory));
    out.printf("%nSend it something:   curl -d @examples/falco.json %s/ingest/falco%n", address);
    out.printf("See what is wrong:   picket get observations --server %s%n", address);
    out.println("Ctrl-C ends it.");
    out.flush();
  }

  void serving(String address, IngesterFile ingesters) {
    places(address, ingesters);
    out.flush();
  }

  private void places(String address, IngesterFile ingesters) {
    String paths =
        ingesters.ingesters().stream()
            .map(WebhookIngester::path)
            .sorted()
            .collect(Collectors.joining("\n              "));
    out.printf("Picket %s is ready.%n%n", Version.current());
    out.printf("  dashboard   %s/%n", address);
    out.printf("  API         %s/api/v1/observations%n", address);
    out.printf("  metrics     %s/metrics%n", address);
    out.printf("  takes in    %s%n", paths);
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
