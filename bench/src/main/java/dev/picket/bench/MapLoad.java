package dev.picket.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.HdrHistogram.Histogram;

/** Eight clients that create as fast as they are answered, and one that gets. */
final class MapLoad {

  private static final int CLIENTS = 8;
  private static final long MAX_MICROS = 60_000_000;

  private MapLoad() {}

  /** Creates so many, and gives how many a second that were. */
  static double create(ServedApiProcess api, String prefix, int count) throws IOException {
    ConcurrentLinkedQueue<IOException> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    long begun = System.nanoTime();
    for (int client = 0; client < CLIENTS; client++) {
      int first = client;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try (MapClient own = api.client()) {
                  for (int each = first; each < count; each += CLIENTS) {
                    own.create(prefix + each);
                  }
                } catch (IOException | UncheckedIOException failure) {
                  failures.add(new IOException(failure));
                }
              }));
    }
    for (Thread each : threads) {
      join(each);
    }
    if (!failures.isEmpty()) {
      throw failures.element();
    }
    return count / ((System.nanoTime() - begun) / 1e9);
  }

  /** Gets objects at random, one after the other; microseconds. */
  static Histogram get(ServedApiProcess api, String prefix, int there, int gets)
      throws IOException {
    Histogram micros = new Histogram(MAX_MICROS, 3);
    Random random = new Random(1);
    try (MapClient client = api.client()) {
      for (int each = 0; each < gets; each++) {
        String name = prefix + random.nextInt(there);
        long begun = System.nanoTime();
        client.get(name);
        if (each >= gets / 2) {
          micros.recordValue((System.nanoTime() - begun) / 1_000);
        }
      }
    }
    return micros;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }
}
