package dev.picket.lab.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The threads that write to WebSockets, so that closing the lab can wait for them. */
final class WatchThreads {

  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Set<Thread> running = ConcurrentHashMap.newKeySet();

  void start(Runnable writing) {
    Thread thread =
        Thread.ofVirtual()
            .name("lab-watch-socket")
            .unstarted(() -> {
              try {
                writing.run();
              } finally {
                running.remove(Thread.currentThread());
              }
            });
    running.add(thread);
    thread.start();
  }

  /** Waits for those that are ending, and interrupts those that do not. */
  void join() {
    for (Thread each : running) {
      try {
        if (!each.join(GRACE)) {
          each.interrupt();
        }
      } catch (InterruptedException interrupted) {
        each.interrupt();
        Thread.currentThread().interrupt();
      }
    }
  }
}
