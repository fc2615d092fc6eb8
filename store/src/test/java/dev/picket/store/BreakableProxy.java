package dev.picket.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to PostgreSQL that a test can break and mend. */
final class BreakableProxy implements AutoCloseable {

  private final int target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  private BreakableProxy(int target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  /** A way to the server of these settings. */
  static BreakableProxy to(StoreSettings direct) throws IOException {
    return new BreakableProxy(port(direct));
  }

  /** The same settings, but this way. */
  StoreSettings settings(StoreSettings direct) {
    return StoreSettings.of(
        direct.jdbcUrl().replace(":" + port(direct) + "/", ":" + server.getLocalPort() + "/"),
        direct.user(),
        direct.password());
  }

  private static int port(StoreSettings settings) {
    return URI.create(settings.jdbcUrl().substring("jdbc:".length())).getPort();
  }

  /** Cuts what is connected, and what tries to. */
  void breakNow() {
    broken = true;
    open.forEach(BreakableProxy::closeQuietly);
  }

  void mend() {
    broken = false;
  }

  @Override
  public void close() throws IOException {
    server.close();
    breakNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (broken) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException closed) {
        // The loop's condition says whether to go on.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket far = new Socket(InetAddress.ofLiteral("127.0.0.1"), target);
    open.add(client);
    open.add(far);
    Thread.ofVirtual().start(() -> copy(client, far));
    Thread.ofVirtual().start(() -> copy(far, client));
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException cut) {
      // One end is gone; try-with-resources lets the other follow.
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is as closed as it can be.
    }
  }
}
