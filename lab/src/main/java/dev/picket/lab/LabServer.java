package dev.picket.lab;

import dev.picket.lab.access.Access;
import dev.picket.lab.access.SigningKey;
import dev.picket.lab.admission.AdmissionChain;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.Identity;
import dev.picket.lab.http.Certificates;
import dev.picket.lab.http.ClientCertificate;
import dev.picket.lab.http.HttpFront;
import dev.picket.lab.lifecycle.Lifecycle;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.DataDirectory;
import dev.picket.lab.store.Journal;
import dev.picket.lab.store.JournalException;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.workloads.Workloads;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes API server within this process: over TLS with a certificate authority of its own,
 * for whoever has its token; in memory only, or in a directory that the next one goes on from.
 * {@code docs/lab.md} says what it has and lacks.
 *
 * <p>Safe for use by many threads. Closing it ends every watch at once.
 */
public final class LabServer implements Service {

  private static final Logger log = LoggerFactory.getLogger(LabServer.class);

  private static final String PORT = "port";

  /** Revisions count from here in milliseconds, so that another lab's are known to be too old. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final LabSettings settings;
  private final InstantSource clock;
  private final Ticker ticker;
  private final SecureRandom random;
  private @Nullable Running running;

  /**
   * Makes a lab that does not listen yet.
   *
   * @param clock for creation times and certificates
   * @param ticker for the time that watches take
   * @param random for keys, the token, uids and generated names
   */
  public LabServer(LabSettings settings, InstantSource clock, Ticker ticker, SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.random = random;
  }

  @Override
  public String name() {
    return "lab";
  }

  /**
   * Listens.
   *
   * @throws LabStartException when it cannot, or cannot go on from its data directory
   */
  @Override
  public synchronized void start() {
    if (running != null) {
      throw new IllegalStateException("the lab was started before");
    }
    DataDirectory directory = null;
    try {
      directory =
          settings.dataDirectory() == null ? null : DataDirectory.open(settings.dataDirectory());
      running = started(directory);
    } catch (RuntimeException failure) {
      if (directory != null) {
        directory.close();
      }
      throw failure instanceof JournalException unusable
          ? new LabStartException(String.valueOf(unusable.getMessage()), unusable)
          : failure;
    }
    log.atInfo().addKeyValue("address", address()).log("the lab listens");
  }

  @Override
  public synchronized void close() {
    Running open = running;
    if (open != null) {
      if (open.workloads() != null) {
        open.workloads().close();
      }
      open.store().close();
      open.front().close();
      open.lifecycle().close();
      open.admission().close();
      if (open.directory() != null) {
        open.directory().close();
      }
    }
  }

  /** Ends every open watch, as the restart of a real API server does; clients come again. */
  public void dropWatches() {
    running().store().endSubscriptions();
  }

  /**
   * The port that the lab listens on.
   *
   * @throws IllegalStateException when it was not started
   */
  public int port() {
    return running().front().port();
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
    return running().credentials().token();
  }

  /** The certificate to trust, in PEM. */
  public String authority() {
    return running().credentials().authority().certificatePem();
  }

  /** How many watches were cut off because their clients did not keep up. */
  public long watchesCutOff() {
    return running().store().overruns();
  }

  /** A kubeconfig for this lab, in YAML, with its address, authority and token. */
  public String kubeconfig() {
    return kubeconfig("token: '" + token().replace("'", "''") + "'");
  }

  /**
   * A kubeconfig for a user who is let in by a certificate of his own, and may do what roles allow.
   *
   * @param groups that the user is in
   */
  public String kubeconfig(String user, List<String> groups) {
    ClientCertificate client = clientCertificate(user, groups);
    return kubeconfig(
        "client-certificate-data: %s\n    client-key-data: %s"
            .formatted(base64(client.certificate()), base64(client.key())));
  }

  /** A certificate and its key that let a client in as this user in these groups. */
  public ClientCertificate clientCertificate(String user, List<String> groups) {
    return ClientCertificate.issue(
        running().credentials().authority(), user, groups, clock.instant(), random);
  }

  private String kubeconfig(String credential) {
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
        %s
    """
        .formatted(address(), base64(authority()), credential);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Running started(@Nullable DataDirectory directory) {
    Credentials credentials = Credentials.of(settings.token(), directory, clock.instant(), random);
    int port = settings.port() == 0 && directory != null ? lastPort(directory) : settings.port();
    requireFree(port);
    long start = Math.max(1, clock.instant().toEpochMilli() - EPOCH.toEpochMilli());
    ObjectStore store =
        directory == null
            ? new ObjectStore(start, settings.historyLimit(), Journal.NONE)
            : directory.store(start, settings.historyLimit());
    TypeRegistry types = new TypeRegistry();
    Identity identity = new Identity(clock, random);
    Access access =
        new Access(
            store::latest,
            clock,
            new SigningKey(credentials.accounts().keys(), random),
            identity::uid,
            credentials.token(),
            this::address);
    AdmissionChain admission =
        new AdmissionChain(store::latest, types, access, Api::converted, identity::uid);
    Api api =
        new Api(
            store,
            types,
            identity,
            ticker,
            access,
            admission,
            settings.shardSelector(),
            settings.watchBufferLimit());
    Certificates certificates =
        Certificates.create(credentials.authority(), settings.host(), clock.instant(), random);
    HttpFront front = HttpFront.start(api, access, settings.host(), port, certificates);
    if (!front.listens()) {
      throw new LabStartException(place(port) + ": the log of io.helidon has the reason", null);
    }
    if (directory != null) {
      directory.keep(PORT, front.port() + "\n");
    }
    Lifecycle lifecycle =
        new Lifecycle(
            store,
            types,
            api,
            settings.controllers() ? credentials.authority().certificatePem() : null);
    lifecycle.start();
    Workloads workloads =
        settings.controllers() ? new Workloads(api, clock, ticker, random, settings.nodes()) : null;
    if (workloads != null) {
      workloads.start();
    }
    return new Running(credentials, store, front, lifecycle, workloads, admission, directory);
  }

  private synchronized Running running() {
    Running open = running;
    if (open == null) {
      throw new IllegalStateException("the lab was not started");
    }
    return open;
  }

  /** The port under which clients know the directory's lab; 0 if none does. */
  private static int lastPort(DataDirectory directory) {
    String text = directory.text(PORT).orElse("0").strip();
    try {
      return LabSettings.DEFAULTS.withPort(Integer.parseInt(text)).port();
    } catch (IllegalArgumentException malformed) {
      throw new LabStartException(
          directory.path().resolve(PORT) + ": found '" + text + "', expected a port", malformed);
    }
  }

  /** Helidon only logs that it cannot listen, so it is tried before. */
  private void requireFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(settings.host(), port));
    } catch (BindException taken) {
      String hint =
          port == settings.port()
              ? ""
              : "; it is the one of the data directory's last lab, choose another";
      throw new LabStartException(
          place(port) + ": the port is taken, or the address is not this machine's" + hint, taken);
    } catch (IOException | IllegalArgumentException failure) {
      throw new LabStartException(place(port) + ": " + failure.getMessage(), failure);
    }
  }

  private String place(int port) {
    return "cannot listen on " + settings.host() + ":" + port;
  }

  /** What there is once it was started. */
  private record Running(
      Credentials credentials,
      ObjectStore store,
      HttpFront front,
      Lifecycle lifecycle,
      @Nullable Workloads workloads,
      AdmissionChain admission,
      @Nullable DataDirectory directory) {}
}
