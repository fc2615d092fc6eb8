package dev.picket.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection that posts a body or gets a path and reads the answer, and
 * nothing else: on a machine of two cores a full client would be most of what is measured. For one
 * thread.
 */
final class Connection implements AutoCloseable {

  private static final int READ_TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final String path;

  /** An answer's status code and body. */
  record Answer(int status, String body) {}

  Connection(int port, String path) throws IOException {
    this(port, path, READ_TIMEOUT_MILLIS);
  }

  /** One that waits only so long to be connected, and so long for each part of an answer. */
  Connection(int port, String path, int timeoutMillis) throws IOException {
    this.socket = new Socket();
    this.socket.setTcpNoDelay(true);
    this.socket.setSoTimeout(timeoutMillis);
    this.socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeoutMillis);
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream(), 4096);
    this.path = path;
  }

  Answer post(byte[] body) throws IOException {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    out.write(request);
    return read();
  }

  Answer get() throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    return read();
  }

  private Answer read() throws IOException {
    String statusLine = readLine();
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    int length = -1;
    for (String header = readLine(); !header.isEmpty(); header = readLine()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
    }
    if (length < 0) {
      throw new IOException("the answer at " + path + " has no Content-Length: " + statusLine);
    }
    return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
