package dev.picket.lab;

import dev.picket.lab.api.Api;
import dev.picket.lab.api.Identity;
import dev.picket.lab.http.Certificates;
import dev.picket.lab.http.HttpFront;
import dev.picket.lab.store.Journal;
import dev.picket.lab.store.ObjectStore;
import dev.picket.runtime.Service;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API server within this process: over TLS with a certificate authority of its own,
 * for whoever has its token, in memory only. {@code docs/lab.md} says what it has and lacks.
 *
 * <p>Safe for use by many threads. Closing it ends every watch at once.
 */
public final class LabServer implements Service {

  private static final Logger log = LoggerFactory.getLogger(LabServer.class);

  private static final int TOKEN_BYTES = 24;

  /** Revisions count from here in milliseconds, so that another lab's are known to be too old. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final LabSettings settings;
  private final String token;
  private final Certificates certificates;
  private final ObjectStore store;
  private final Api api;
  private @Nullable HttpFront front;

  /**
   * Makes a lab that does not listen yet.
   *
   * @param clock for creation times and certificates
   * @param ticker for the time that watches take
   * @param random for keys, the token, uids and generated names
   */
  public LabServer(LabSettings settings, InstantSource clock, Ticker ticker, SecureRandom random) {
    this.settings = settings;
    this.token = settings.token().isEmpty() ? newToken(random) : settings.token();
    this.certificates = Certificates.create(settings.host(), clock.instant(), random);
    long start = Math.max(1, clock.instant().toEpochMilli() - EPOCH.toEpochMilli());
    this.store = new ObjectStore(start, settings.historyLimit(), Journal.NONE);
    this.api =
        new Api(
            store,
            new Identity(clock, random),
            ticker,
            settings.shardSelector(),
            settings.watchBufferLimit());
  }

  @Override
  public String name() {
    return "lab";
  }

  @Override
  public synchronized void start() {
    if (front != null) {
      throw new IllegalStateException("the lab was started before");
    }
    requireFreePort();
    HttpFront starting =
        HttpFront.start(api, settings.host(), settings.port(), token, certificates);
    if (!starting.listens()) {
      throw new LabStartException(place() + ": the log of io.helidon has the reason", null);
    }
    front = starting;
    log.atInfo().addKeyValue("address", address()).log("the lab listens");
  }

  @Override
  public synchronized void close() {
    store.close();
    if (front != null) {
      front.close();
    }
  }

  /** Ends every open watch, as the restart of a real API server does; clients come again. */
  public void dropWatches() {
    store.endSubscriptions();
  }

  /**
   * The port that the lab listens on.
   *
   * @throws IllegalStateException when it was not started
   */
  public synchronized int port() {
    if (front == null) {
      throw new IllegalStateException("the lab has no port before it is started");
    }
    return front.port();
  }

  /** Where clients find it, such as {@code https://127.0.0.1:6443}. */
  public String address() {
    String host = settings.host();
    boolean anywhere = host.equals("0.0.0.0") || host.equals("::");
    String reachable = anywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
    return "https://" + reachable + ":" + port();
  }

  /** What clients show to be let in, as a bearer token. */
  public String token() {
    return token;
  }

  /** The certificate to trust, in PEM. */
  public String authority() {
    return certificates.authorityPem();
  }

  /** How many watches were cut off because their clients did not keep up. */
  public long watchesCutOff() {
    return store.overruns();
  }

  /** A kubeconfig for this lab, in YAML, with its address, authority and token. */
  public String kubeconfig() {
    String authority =
        Base64.getEncoder().encodeToString(authority().getBytes(StandardCharsets.UTF_8));
    return """
    apiVersion: v1
    kind: Config
    current-context: lab
    clusters:
    - name: lab
      cluster:
        server: "%s"
        certificate-authority-data: %s
    contexts:
    - name: lab
      context:
        cluster: lab
        user: lab
        namespace: default
    users:
    - name: lab
      user:
        token: '%s'
    """
        .formatted(address(), authority, token.replace("'", "''"));
  }

  private static String newToken(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Helidon only logs that it cannot listen, so it is tried before. */
  private void requireFreePort() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (BindException taken) {
      throw new LabStartException(
          place() + ": the port is taken, or the address is not this machine's", taken);
    } catch (IOException | IllegalArgumentException failure) {
      throw new LabStartException(place() + ": " + failure.getMessage(), failure);
    }
  }

  private String place() {
    return "cannot listen on " + settings.host() + ":" + settings.port();
  }
}
