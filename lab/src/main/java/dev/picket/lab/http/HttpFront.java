package dev.picket.lab.http;

import dev.picket.lab.access.Access;
import dev.picket.lab.api.Api;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The listening half of the lab. Started and closed once, by one thread. */
public final class HttpFront implements AutoCloseable {

  /** Enough for what was begun; connections that clients keep open last for all of it. */
  private static final Duration GRACE = Duration.ofMillis(300);

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
   * @param access who asks
   * @param port 0 for any that is free
   */
  public static HttpFront start(
      Api api, Access access, String host, int port, Certificates certificates) {
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
            .addRouting(HttpRouting.builder().update(each -> route(each, api, access)))
            .addRouting(WsRouting.builder().endpoint("/*", new WatchSockets(api, access, threads)))
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

  private static void route(HttpRouting.Builder routing, Api api, Access access) {
    Rescue.addTo(routing);
    routing.any(new ApiRoutes(api, access));
  }

  /**
   * TLS with trust in the lab's own authority alone, for clients that show a certificate. Making
   * the context here rather than by Helidon leaves out reading the system's authorities, which
   * takes most of a warm start.
   */
  private static Tls tls(Certificates certificates) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new OneKey(certificates)}, trusted(certificates.authority()), null);
      return Tls.builder()
          .sslContext(context)
          .clientAuth(TlsClientAuth.OPTIONAL)
          .addApplicationProtocol("h2")
          .addApplicationProtocol("http/1.1")
          .build();
    } catch (GeneralSecurityException | IOException failure) {
      throw new IllegalStateException("this Java has no TLS", failure);
    }
  }

  private static TrustManager[] trusted(Authority authority)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("lab", authority.certificate());
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
