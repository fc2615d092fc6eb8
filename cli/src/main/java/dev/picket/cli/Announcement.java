package dev.picket.cli;

import dev.picket.sources.ingester.IngesterFile;
import dev.picket.sources.ingester.WebhookIngester;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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

  /** For whoever started this replica. */
  void ready(String address) {
    out.println(Replica.READY + address);
    out.flush();
  }

  void up(List<Replica> replicas, Path kubeconfig, Path dataDirectory) {
    String first = replicas.getFirst().address();
    out.printf("Picket %s is ready, in %d replicas.%n%n", Version.current(), replicas.size());
    for (Replica each : replicas) {
      out.printf("  %-11s %s/   process %d%n", each.name(), each.address(), each.pid());
    }
    out.printf("  shards      %s/shards%n", first);
    out.printf("  data        %s%n", absolute(dataDirectory));
    out.printf("%nGive it something:   export KUBECONFIG=%s%n", kubeconfig);
    out.println("                     kubectl create namespace shop");
    out.println("                     kubectl apply -f examples/trivy-crd.yaml");
    out.println("                     kubectl apply -f examples/trivy-vulnerabilityreport.yaml");
    out.printf("See what is wrong:   picket get observations --server %s%n", first);
    out.printf("See who does what:   picket shards --watch --server %s%n", first);
    out.println("Ctrl-C ends it; the cluster's objects end with it, the Observations stay.");
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
