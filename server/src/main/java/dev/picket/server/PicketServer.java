package dev.picket.server;

import dev.picket.runtime.Service;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picket's HTTP server: the REST API and event stream under {@code /api/v1}, the dashboard at
 * {@code /}, {@code /livez}, {@code /readyz}, {@code /metrics}, and what others mount on it.
 *
 * <p>Requests run on virtual threads. Bodies arrive as they were sent: whoever takes compressed
 * ones inflates them, within his own bounds. Closing it takes no new connections, ends the event
 * streams, and lets what is in flight finish within {@link #GRACE}.
 */
public final class PicketServer implements Service {

  /** How long requests in flight may take once the server is being closed. */
  public static final Duration GRACE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(PicketServer.class);

  private static final Duration SILENT_CONNECTION = Duration.ofSeconds(60);
  private static final long BODY_BYTES_MAX = 64L * 1024 * 1024;
  private static final int HEADERS_BYTES_MAX = 16 * 1024;
  private static final int REQUEST_LINE_BYTES_MAX = 8 * 1024;
  private static final int CONNECTIONS_MAX = 10_000;
  private static final int ID_BYTES = 6;

  private final ServerSettings settings;
  private final ServerParts parts;
  private final Map<String, HttpService> mounts;
  private final StreamLimits streamLimits;
  private final ChangeTail tail;
  private final GroupPart group;
  private @Nullable WebServer server;

  /**
   * Makes a server that does not listen yet.
   *
   * @param mounts further services by their path, such as {@code /ingest}
   */
  public PicketServer(ServerSettings settings, ServerParts parts, Map<String, HttpService> mounts) {
    this(settings, parts, mounts, StreamLimits.DEFAULTS);
  }

  PicketServer(
      ServerSettings settings,
      ServerParts parts,
      Map<String, HttpService> mounts,
      StreamLimits streamLimits) {
    this.settings = settings;
    this.parts = parts;
    this.mounts = new TreeMap<>(mounts);
    this.streamLimits = streamLimits;
    this.tail = new ChangeTail(parts.feed(), streamLimits);
    this.group = new GroupPart(parts.group(), streamLimits);
  }

  @Override
  public String name() {
    return "server";
  }

  /**
   * The port that the server listens on.
   *
   * @throws IllegalStateException when it does not
   */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("the server has no port before it is started");
    }
    return server.port();
  }

  @Override
  public synchronized void start() {
    if (server != null) {
      throw new IllegalStateException("the server was started before");
    }
    requireFreePort();
    registerMetrics();
    WebServer starting = configured().start();
    if (!starting.isRunning()) {
      throw new ServerStartException(place() + ": the log of io.helidon has the reason", null);
    }
    server = starting;
    tail.start();
    group.start();
    log.atInfo()
        .addKeyValue("host", settings.host())
        .addKeyValue("port", starting.port())
        .log("listening");
  }

  @Override
  public synchronized void close() {
    tail.close();
    group.close();
    if (server != null) {
      server.stop();
    }
  }

  private WebServer configured() {
    Rescue rescue = new Rescue(this::randomId);
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .shutdownHook(false)
        .shutdownGracePeriod(GRACE)
        .maxTcpConnections(CONNECTIONS_MAX)
        .idleConnectionTimeout(SILENT_CONNECTION)
        .connectionOptions(socket -> socket.readTimeout(SILENT_CONNECTION))
        .contentEncoding(new BodiesAsSent())
        .maxPayloadSize(BODY_BYTES_MAX)
        .directHandlers(rescue.directHandlers())
        .addProtocol(
            Http1Config.builder()
                .maxHeadersSize(HEADERS_BYTES_MAX)
                .maxPrologueLength(REQUEST_LINE_BYTES_MAX)
                .build())
        .routing(routing -> route(routing, rescue))
        .build();
  }

  private void route(HttpRouting.Builder routing, Rescue rescue) {
    rescue.addTo(routing);
    routing.addFilter(new RequestMetrics(parts.metrics(), parts.ticker()));
    routing.addFilter((chain, _, response) -> {
      response.header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
      chain.proceed();
    });
    mounts.forEach((path, service) -> routing.register(path, service));
    routing.register(
        "/api/v1/observations", new ObservationRoutes(parts.store(), parts.feed(), parts.clock()));
    routing.register(
        "/api/v1/stats", new StatsRoutes(parts.store(), parts.clock(), parts.ticker()));
    routing.register(
        "/api/v1/stream", new StreamRoutes(tail, parts.feed(), streamLimits, parts.clock()));
    routing.register("/api/v1/shards", group.routes());
    routing.register(new HealthRoutes(parts.readiness()));
    routing.register(new MetricsRoutes(parts.metrics()));
    Assets assets = new Assets();
    routing.register("/api/v1/openapi.yaml", new DescriptionRoutes(assets));
    routing.register(new DashboardRoutes(assets));
    routing.any((request, response) -> {
      throw new ProblemException(
          Status.NOT_FOUND_404, "Nothing is at " + request.path().absolute().path() + ".");
    });
  }

  private void registerMetrics() {
    Metrics metrics = parts.metrics();
    LedgerMetrics.register(parts.ledger(), metrics);
    metrics.gauge(
        "picket_ready",
        "1 while every part of this process can do its work.",
        () -> parts.readiness().ready() ? 1 : 0);
    group.registerMetrics(metrics);
    metrics.gauge(
        "picket_event_streams",
        "Event streams that are open.",
        () -> tail.open() + group.openStreams());
    metrics.counter(
        "picket_event_streams_cut_off_total",
        "Event streams ended because their clients did not keep up.",
        () -> tail.cutOff() + group.cutOffStreams());
  }

  /** Helidon only logs that it cannot listen, so it is tried before. */
  private void requireFreePort() {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (BindException taken) {
      throw new ServerStartException(
          place()
              + ": the port is taken, or the address is not this machine's. End the process that"
              + " holds it (ss -ltnp shows it), or choose another port",
          taken);
    } catch (IOException | IllegalArgumentException failure) {
      throw new ServerStartException(place() + ": " + failure.getMessage(), failure);
    }
  }

  private String place() {
    return "cannot listen on " + settings.host() + ":" + settings.port();
  }

  private byte[] randomId() {
    byte[] id = new byte[ID_BYTES];
    parts.random().nextBytes(id);
    return id;
  }
}
