package dev.picket.lab.http;

import dev.picket.lab.api.Api;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.time.Duration;
import java.util.List;

/** The listening half of the lab. Started and closed once, by one thread. */
public final class HttpFront implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Longer than any watch lasts: a silent watch is not an idle connection. */
  private static final Duration IDLE = Duration.ofHours(2);

  private static final int HEADERS_BYTES_MAX = 32 * 1024;

  /** A shardSelector of some hundred ranges must fit. */
  private static final int REQUEST_LINE_BYTES_MAX = 128 * 1024;

  private static final int CONNECTIONS_MAX = 5_000;
  private static final int STREAMS_MAX = 1_000;
  private static final int CLIENT_FRAME_BYTES_MAX = 64 * 1024;

  private final WebServer server;
  private final WatchThreads threads;

  private HttpFront(WebServer server, WatchThreads threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens.
   *
   * @param port 0 for any that is free
   */
  public static HttpFront start(
      Api api, String host, int port, String token, Certificates certificates) {
    Bearer bearer = new Bearer(token);
    WatchThreads threads = new WatchThreads();
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .tls(tls(certificates))
            .shutdownHook(false)
            .shutdownGracePeriod(GRACE)
            .maxTcpConnections(CONNECTIONS_MAX)
            // Watches have a buffer of their own, under which headers can be sent alone.
            .writeBufferSize(0)
            .idleConnectionTimeout(IDLE)
            // Without this an answer over HTTP/2 waits 40 ms for the client's acknowledgement.
            .connectionOptions(socket -> socket.tcpNoDelay(true))
            .contentEncoding(new BodiesAsSent())
            .maxPayloadSize(2L * Requests.BODY_BYTES_MAX)
            .directHandlers(Rescue.directHandlers())
            .protocolsDiscoverServices(false)
            .addProtocol(
                Http1Config.builder()
                    .maxHeadersSize(HEADERS_BYTES_MAX)
                    .maxPrologueLength(REQUEST_LINE_BYTES_MAX)
                    .build())
            .addProtocol(
                Http2Config.builder()
                    .maxConcurrentStreams(STREAMS_MAX)
                    .maxHeaderListSize(HEADERS_BYTES_MAX + REQUEST_LINE_BYTES_MAX)
                    .build())
            .addProtocol(WsConfig.builder().maxFrameLength(CLIENT_FRAME_BYTES_MAX).build())
            .addRouting(HttpRouting.builder().update(each -> route(each, api, bearer)))
            .addRouting(WsRouting.builder().endpoint("/*", new WatchSockets(api, bearer, threads)))
            .build()
            .start();
    return new HttpFront(server, threads);
  }

  /** Whether it listens. */
  public boolean listens() {
    return server.isRunning();
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    threads.join();
    server.stop();
  }

  private static void route(HttpRouting.Builder routing, Api api, Bearer bearer) {
    Rescue.addTo(routing);
    routing.any(new ApiRoutes(api, bearer));
  }

  private static Tls tls(Certificates certificates) {
    return Tls.builder()
        .privateKey(certificates.key())
        .privateKeyCertChain(List.of(certificates.server(), certificates.authority()))
        .addApplicationProtocol("h2")
        .addApplicationProtocol("http/1.1")
        .build();
  }
}
