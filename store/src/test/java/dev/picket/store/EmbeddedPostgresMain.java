package dev.picket.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A process with an embedded PostgreSQL, for a test to kill. */
final class EmbeddedPostgresMain {

  static final String STARTED = "started";

  private EmbeddedPostgresMain() {}

  public static void main(String[] arguments) throws IOException {
    try (EmbeddedPostgres server =
        new EmbeddedPostgres(Path.of(arguments[0]), TestDatabase.PROGRAMS, new SecureRandom())) {
      server.start();
      System.out.println(STARTED);
      System.in.read();
    }
  }
}
