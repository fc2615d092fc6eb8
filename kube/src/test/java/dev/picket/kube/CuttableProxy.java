package dev.picket.kube;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes on to a server, until a test cuts the connections. */
final class CuttableProxy implements AutoCloseable {

  private static final int HTTPS = 443;
  private static final int BUFFER_LENGTH = 8192;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final String scheme;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Socket> frozen = ConcurrentHashMap.newKeySet();

  private volatile boolean blocked;

  private CuttableProxy(ServerSocket server, URI target) {
    this.server = server;
    int port = target.getPort() < 0 ? HTTPS : target.getPort();
    this.target = new InetSocketAddress(target.getHost(), port);
    this.scheme = target.getScheme();
  }

  static CuttableProxy to(URI target) {
    try {
      ServerSocket server =
          new ServerSocket(0, 128, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
      CuttableProxy proxy = new CuttableProxy(server, target);
      Thread.ofVirtual().name("proxy-accept").start(proxy::accept);
      return proxy;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  URI address() {
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
  }

  /** From now on swallows what goes through the connections there are, without closing them. */
  void freeze() {
    frozen.addAll(sockets);
  }

  /** Whether new connections are cut at once, too. */
  void block(boolean yes) {
    blocked = yes;
    if (yes) {
      cut();
    }
  }

  /** Closes all connections there are; new ones work. */
  void cut() {
    sockets.forEach(CuttableProxy::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        if (blocked) {
          client.close();
          continue;
        }
        sockets.add(client);
        Socket upstream = new Socket(target.getAddress(), target.getPort());
        sockets.add(upstream);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        Thread.ofVirtual().name("proxy-up").start(() -> pass(client, upstream));
        Thread.ofVirtual().name("proxy-down").start(() -> pass(upstream, client));
      } catch (IOException closed) {
        // Either this proxy or one of the connections; the loop's condition tells.
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_LENGTH];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!frozen.contains(from)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException cut) {
      // As the test wants, or because one side is done.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
