package dev.picket.store;

import dev.picket.runtime.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of Picket's own, for those who have no other: unpacked from the classpath,
 * reachable on 127.0.0.1 alone and with a password, durable, and at an end whenever this process
 * is, even when it is killed.
 *
 * <p>Everything is kept in the data directory, which one process may use at a time. The server's
 * log is {@code postgresql.log} there, the password {@code database-password}. Should the server
 * end by itself it is started again, on the same port. As root it runs in a user namespace, or, if
 * those are forbidden, as user 65534, who must then be able to reach the data directory.
 *
 * <p>Safe for use by many threads.
 */
public final class EmbeddedPostgres implements Service {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int PORT_ATTEMPTS = 5;
  private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(30);

  /** A server that runs for so long after it was started again is well. */
  private static final Duration STABLE = Duration.ofSeconds(30);

  private final Path path;
  private final Path programs;
  private final RandomGenerator random;
  private final CountDownLatch closing = new CountDownLatch(1);

  private @Nullable DataDirectory directory;
  private @Nullable PostgresServer server;
  private @Nullable Thread supervisor;
  private @Nullable StoreSettings settings;

  /**
   * A server that keeps its data in this directory, which is made if need be.
   *
   * @param random chooses the password the first time; a SecureRandom but for tests
   */
  public EmbeddedPostgres(Path dataDirectory, RandomGenerator random) {
    this(dataDirectory, dataDirectory, random);
  }

  /** Unpacks the programs somewhere else than it keeps the data. */
  EmbeddedPostgres(Path dataDirectory, Path programs, RandomGenerator random) {
    this.path = dataDirectory.toAbsolutePath().normalize();
    this.programs = programs.toAbsolutePath().normalize();
    this.random = random;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  /**
   * {@inheritDoc}
   *
   * @throws DatabaseStartException when it cannot start, with what to do about it
   */
  @Override
  public synchronized void start() {
    try {
      DataDirectory held = DataDirectory.hold(path);
      directory = held;
      PostgresBinaries binaries = PostgresBinaries.unpackBelow(programs);
      UserSwitch user = UserSwitch.forThisProcess();
      String password = held.password(random);
      held.prepareCluster(binaries, user);
      PostmasterFile.stopLeftover(held.cluster());
      int port = launchOnFreePort(binaries, held, user);
      settings = new PicketDatabase(port, password).createIfMissing();
      supervisor =
          Thread.ofVirtual()
              .name("postgresql-supervisor")
              .start(() -> supervise(binaries, held, user, port));
    } catch (IOException failure) {
      throw new DatabaseStartException(
          "the embedded PostgreSQL cannot start in " + path + ": " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new DatabaseStartException("interrupted while starting PostgreSQL", interrupted);
    }
  }

  /** How to reach Picket's database on this server; known once it is started. */
  public synchronized StoreSettings settings() {
    if (settings == null) {
      throw new IllegalStateException("the embedded PostgreSQL has not been started");
    }
    return settings;
  }

  private int launchOnFreePort(PostgresBinaries binaries, DataDirectory held, UserSwitch user)
      throws IOException, InterruptedException {
    for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
      int port = PostgresServer.freePort();
      PostgresServer launched = PostgresServer.launch(binaries, held, user, port);
      server = launched;
      if (launched.awaitReady()) {
        return port;
      }
    }
    throw new DatabaseStartException(
        "the embedded PostgreSQL ends as soon as it is started; " + held.log() + " says why");
  }

  private void supervise(PostgresBinaries binaries, DataDirectory held, UserSwitch user, int port) {
    Duration backoff = BACKOFF_MIN;
    try {
      current().awaitEnd();
      while (!closing.await(backoff.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn().addKeyValue("log", held.log()).log("PostgreSQL ended; starting it again");
        boolean works = relaunch(binaries, held, user, port) && !current().endsWithin(STABLE);
        backoff = works ? BACKOFF_MIN : twice(backoff);
        current().awaitEnd();
      }
    } catch (IOException failure) {
      log.atError().setCause(failure).log("PostgreSQL ended and cannot be started again");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean relaunch(PostgresBinaries binaries, DataDirectory held, UserSwitch user, int port)
      throws IOException, InterruptedException {
    PostmasterFile.stopLeftover(held.cluster());
    PostgresServer launched;
    synchronized (this) {
      if (closing.getCount() == 0) {
        return false;
      }
      launched = PostgresServer.launch(binaries, held, user, port);
      server = launched;
    }
    return launched.awaitReady();
  }

  private static Duration twice(Duration backoff) {
    Duration doubled = backoff.multipliedBy(2);
    return doubled.compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : doubled;
  }

  private synchronized PostgresServer current() {
    if (server == null) {
      throw new IllegalStateException("the embedded PostgreSQL has not been started");
    }
    return server;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      stopServer();
      Thread thread = takeSupervisor();
      if (thread != null) {
        thread.join();
      }
      release();
    } catch (IOException failure) {
      throw new DatabaseStartException("the embedded PostgreSQL did not stop in order", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void stopServer() throws IOException {
    if (server != null) {
      server.stop();
    }
  }

  private synchronized @Nullable Thread takeSupervisor() {
    Thread thread = supervisor;
    supervisor = null;
    return thread;
  }

  private synchronized void release() throws IOException {
    if (directory != null) {
      directory.close();
      directory = null;
    }
  }
}
