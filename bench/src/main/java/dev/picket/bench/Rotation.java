package dev.picket.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection to each member, used in turn. For one thread. */
final class Rotation implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 1_000;
  private static final long LEFT_OUT_NANOS = Duration.ofSeconds(1).toNanos();

  private final List<Member> members;
  private final String path;
  private final @Nullable Connection[] connections;
  private final long[] backNanos;
  private int next;

  Rotation(List<Member> members, String path, int first) {
    this.members = members;
    this.path = path;
    this.connections = new Connection[members.size()];
    this.backNanos = new long[members.size()];
    Arrays.fill(backNanos, System.nanoTime());
    this.next = first % members.size();
  }

  /** Whether the next member answered 200 and took everything. */
  boolean post(byte[] body) throws IOException {
    int index = choose();
    try {
      Connection connection = connections[index];
      if (connection == null) {
        connection = new Connection(members.get(index).port(), path, PATIENCE_MILLIS);
        connections[index] = connection;
      }
      Connection.Answer answer = connection.post(body);
      if (answer.status() == 200 && answer.body().contains("\"rejected\":0")) {
        return true;
      }
      drop(index);
    } catch (IOException failed) {
      drop(index);
    }
    return false;
  }

  /** The next that is not left out; the next of all while all are. */
  private int choose() {
    long nowNanos = System.nanoTime();
    for (int i = 0; i < members.size(); i++) {
      int index = (next + i) % members.size();
      if (nowNanos - backNanos[index] >= 0) {
        next = (index + 1) % members.size();
        return index;
      }
    }
    Pause.millis(20);
    next = (next + 1) % members.size();
    return next;
  }

  private void drop(int index) throws IOException {
    backNanos[index] = System.nanoTime() + LEFT_OUT_NANOS;
    Connection connection = connections[index];
    connections[index] = null;
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Connection each : connections) {
      if (each != null) {
        each.close();
      }
    }
  }
}
