package dev.picket.bench;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import dev.picket.store.EmbeddedPostgres;
import dev.picket.store.StoreSettings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * All that takeovers are measured in: PostgreSQL and an API server, and a group of members, each a
 * process with a link of its own to the API server.
 */
final class Rig implements AutoCloseable {

  static final int MEMBERS = 3;

  private final Workspace workspace;
  private final EmbeddedPostgres postgres;
  private final LabServer lab;
  private final ApiServer apiServer;
  private final List<Member> members = new ArrayList<>();

  private Rig(Workspace workspace) {
    this.workspace = workspace;
    SecureRandom random = new SecureRandom();
    this.postgres = new EmbeddedPostgres(workspace.file("data"), random);
    this.lab = new LabServer(LabSettings.DEFAULTS, InstantSource.system(), Ticker.system(), random);
    postgres.start();
    lab.start();
    this.apiServer = new ApiServer(lab.address(), lab.token(), lab.authority());
  }

  /** PostgreSQL and the API server, without members. */
  static Rig start(Workspace workspace) {
    return new Rig(workspace);
  }

  /** Starts the members, and returns when each is ready. */
  void startMembers() throws IOException {
    for (int i = 1; i <= MEMBERS; i++) {
      members.add(
          Member.start(
              "picket-" + i, lab.kubeconfig(), lab.port(), databaseUrl("postgresql"), workspace));
    }
    for (Member each : members) {
      each.awaitReady();
    }
  }

  List<Member> members() {
    return List.copyOf(members);
  }

  ApiServer apiServer() {
    return apiServer;
  }

  LabServer lab() {
    return lab;
  }

  Workspace workspace() {
    return workspace;
  }

  Books books() throws SQLException {
    return new Books(databaseUrl("jdbc:postgresql"));
  }

  private String databaseUrl(String scheme) {
    StoreSettings settings = postgres.settings();
    String place = settings.jdbcUrl().substring("jdbc:postgresql".length());
    return "%s%s%suser=%s&password=%s"
        .formatted(
            scheme,
            place,
            place.contains("?") ? "&" : "?",
            settings.user(),
            URLEncoder.encode(settings.password(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    for (Member each : members) {
      each.close();
    }
    apiServer.close();
    lab.close();
    postgres.close();
  }
}
