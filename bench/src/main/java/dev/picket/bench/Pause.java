package dev.picket.bench;

import java.time.Duration;

/** Waiting, in a program that nobody interrupts. */
final class Pause {

  private Pause() {}

  static void of(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("a benchmark is not interrupted", interrupted);
    }
  }

  static void millis(long millis) {
    of(Duration.ofMillis(millis));
  }
}
