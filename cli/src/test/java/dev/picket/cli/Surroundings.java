package dev.picket.cli;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import dev.picket.store.EmbeddedPostgres;
import dev.picket.store.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What a group of {@code picket server} needs, in this JVM: a PostgreSQL, and a lab, which the
 * members reach through a link that can be cut, and the test directly.
 */
final class Surroundings implements AutoCloseable {

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final LabServer lab;
  private final FaultyLink link;
  private final Path kubeconfig;
  private final Cluster cluster;

  Surroundings(Path folder) throws IOException {
    SecureRandom random = new SecureRandom();
    this.folder = folder;
    this.postgres = new EmbeddedPostgres(folder.resolve("database"), random);
    this.lab = new LabServer(LabSettings.DEFAULTS, InstantSource.system(), Ticker.system(), random);
    postgres.start();
    lab.start();
    this.link = new FaultyLink("127.0.0.1", lab.port());
    this.kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            lab.kubeconfig().replace(":" + lab.port(), ":" + link.port()));
    this.cluster =
        new Cluster(Files.writeString(folder.resolve("direct.kubeconfig"), lab.kubeconfig()));
  }

  /** A member of this name; ready when this returns. */
  PicketProcess member(String name) {
    return PicketProcess.server(
        folder,
        databaseUrl(),
        "--kubeconfig",
        kubeconfig.toString(),
        "--member",
        name,
        "--lease",
        "fast");
  }

  String databaseUrl() {
    StoreSettings settings = postgres.settings();
    URI database = URI.create(settings.jdbcUrl().substring("jdbc:".length()));
    return "postgresql://%s:%s@%s:%d%s"
        .formatted(
            settings.user(),
            settings.password(),
            database.getHost(),
            database.getPort(),
            database.getPath());
  }

  /** Between the members and the lab. */
  FaultyLink link() {
    return link;
  }

  Cluster cluster() {
    return cluster;
  }

  /** Who holds Leases. */
  List<String> holders() {
    return StreamSupport.stream(cluster.read(Cluster.LEASES).path("items").spliterator(), false)
        .map(lease -> lease.path("spec").path("holderIdentity").asText())
        .toList();
  }

  @Override
  public void close() throws IOException {
    cluster.close();
    link.close();
    lab.close();
    postgres.close();
  }
}
