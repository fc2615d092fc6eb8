package dev.picket.lab.store;

/** Waiting that an interrupt does not end, for what must be known to have happened. */
final class Waiting {

  private Waiting() {}

  /** Runs until it is not interrupted; a thread that was stays marked so. */
  static <R> R throughInterrupts(Wait<R> wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.run();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until a thread has ended. */
  static void endOf(Thread thread) {
    throughInterrupts(() -> {
      thread.join();
      return thread;
    });
  }

  /** What may be interrupted, and then is begun again. */
  interface Wait<R> {
    R run() throws InterruptedException;
  }
}
