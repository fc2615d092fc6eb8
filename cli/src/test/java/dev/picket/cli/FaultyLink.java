package dev.picket.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP relay on loopback that a test can cut, in the middle of whatever is under way, and mend.
 */
final class FaultyLink implements AutoCloseable {

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  FaultyLink(String host, int port) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = new InetSocketAddress(host, port);
    Thread.ofVirtual().name("faulty-link").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Breaks every connection, and every new one at once. */
  void cut() {
    cut = true;
    open.forEach(FaultyLink::closeQuietly);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        relay(listener.accept());
      } catch (IOException closedOrTargetAway) {
        // The client sees a broken connection, which is what this class is for.
      }
    }
  }

  private void relay(Socket client) throws IOException {
    open.add(client);
    Socket server = new Socket();
    open.add(server);
    if (cut) {
      closeQuietly(client);
      return;
    }
    server.connect(target, 5_000);
    Thread.ofVirtual().start(() -> pump(client, server));
    Thread.ofVirtual().start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // Either side has gone; so does the other.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(FaultyLink::closeQuietly);
  }
}
