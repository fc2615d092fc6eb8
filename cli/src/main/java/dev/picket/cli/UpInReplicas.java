package dev.picket.cli;

import dev.picket.lab.LabSettings;
import dev.picket.lab.LabStartException;
import dev.picket.runtime.Service;
import dev.picket.runtime.ServiceGroup;
import dev.picket.runtime.Shutdown;
import dev.picket.runtime.Ticker;
import dev.picket.store.DatabaseStartException;
import dev.picket.store.EmbeddedPostgres;
import dev.picket.store.StoreSettings;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code picket up --replicas}: PostgreSQL and the lab in this process, and servers beside it. They
 * end before what they need.
 */
final class UpInReplicas {

  private final EmbeddedPostgres postgres;
  private final EmbeddedCluster cluster;
  private final Path dataDirectory;
  private final ReplicaPorts ports;
  private final Optional<Path> config;
  private final PrintWriter out;

  /**
   * Nothing is started yet.
   *
   * @param config the file that the replicas read, too
   * @param out told what the replicas print
   */
  UpInReplicas(ReplicaPorts ports, Optional<Path> config, Path dataDirectory, PrintWriter out) {
    SecureRandom random = new SecureRandom();
    this.postgres = new EmbeddedPostgres(dataDirectory, random);
    this.cluster =
        new EmbeddedCluster(
            LabSettings.DEFAULTS,
            dataDirectory.resolve("kubeconfig"),
            InstantSource.system(),
            Ticker.system(),
            random);
    this.dataDirectory = dataDirectory;
    this.ports = ports;
    this.config = config;
    this.out = out;
  }

  /** Runs until a signal asks for the end, and returns when everything is closed. */
  void run(Announcement announcement) {
    announcement.starting(dataDirectory);
    Shutdown shutdown = Shutdown.onSignals();
    try (ServiceGroup embedded =
        new ServiceGroup("embedded", List.<Service>of(postgres, cluster))) {
      embedded.start();
      try (Replicas replicas = replicas()) {
        replicas.start();
        announcement.up(replicas.all(), cluster.kubeconfig(), dataDirectory);
        shutdown.await();
      }
    } catch (LabStartException | DatabaseStartException failure) {
      throw new UnavailableException(String.valueOf(failure.getMessage()), failure);
    } finally {
      shutdown.finished();
    }
  }

  private Replicas replicas() {
    Map<String, String> environment =
        Map.of("PICKET_DATABASE_URL", url(postgres.settings()), "PICKET_NAMESPACE", "default");
    return new Replicas(
        IntStream.range(0, ports.count()).mapToObj(each -> replica(each, environment)).toList());
  }

  private Replica replica(int number, Map<String, String> environment) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--host", ports.host(), "--port", Integer.toString(ports.port(number))));
    arguments.addAll(List.of("--kubeconfig", cluster.kubeconfig().toString()));
    arguments.addAll(List.of("--lease", "fast"));
    config.ifPresent(file -> arguments.addAll(List.of("--config", file.toString())));
    String name = "picket-" + (number + 1);
    return new Replica(name, ports.address(number), arguments, environment, out);
  }

  private static String url(StoreSettings database) {
    return "%s%suser=%s&password=%s"
        .formatted(
            database.jdbcUrl(),
            database.jdbcUrl().contains("?") ? "&" : "?",
            encoded(database.user()),
            encoded(database.password()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
