package dev.picket.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP relay that can be cut as a network is: nothing passes in either direction, nobody is told,
 * and new connections are accepted and stay silent. Once it is mended, what was held back arrives.
 */
final class Link implements AutoCloseable {

  private static final int BUFFER_BYTES = 16_384;

  private final ServerSocket listener;
  private final InetSocketAddress target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Object passage = new Object();
  private boolean cut;

  /** A relay to this port of this machine. */
  Link(int targetPort) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    Thread.ofVirtual().name("link").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  void cut() {
    synchronized (passage) {
      cut = true;
    }
  }

  void mend() {
    synchronized (passage) {
      cut = false;
      passage.notifyAll();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> relay(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(Socket client) {
    awaitPassage();
    try {
      Socket server = new Socket();
      open.add(server);
      server.connect(target);
      Thread.ofVirtual().start(() -> pump(client, server));
      pump(server, client);
    } catch (IOException gone) {
      closeQuietly(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitPassage();
        out.write(buffer, 0, read);
      }
    } catch (IOException broken) {
      // Either side has gone; so does the other.
    } finally {
      awaitPassage();
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private void awaitPassage() {
    synchronized (passage) {
      while (cut) {
        try {
          passage.wait();
        } catch (InterruptedException interrupted) {
          throw new IllegalStateException("a benchmark is not interrupted", interrupted);
        }
      }
    }
  }

  private void closeQuietly(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    mend();
    for (Closeable each : open) {
      each.close();
    }
  }
}
