package dev.picket.bench;

import java.time.Duration;
import java.util.Locale;

/** What is done to a replica. */
enum Fault {
  KILL("kill -9"),
  TERM("SIGTERM"),
  STOP("SIGSTOP, then SIGCONT"),
  CUT("cut off from the API server"),
  COORDINATOR("kill -9 of the coordinator");

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Whether the process ends by it. */
  boolean isFinal() {
    return switch (this) {
      case KILL, TERM, COORDINATOR -> true;
      case STOP, CUT -> false;
    };
  }

  /** Whether the replica can do its work until it has handed over. */
  boolean isOrderly() {
    return this == TERM;
  }

  /** Does it to a process and its way to the API server. */
  void inflict(FaultyProcess victim) {
    switch (this) {
      case KILL, COORDINATOR -> victim.kill();
      case TERM -> victim.terminate();
      case STOP -> victim.stop();
      case CUT -> victim.link().cut();
    }
  }

  /** Ends what does not end by itself. */
  void heal(FaultyProcess victim) {
    switch (this) {
      case STOP -> victim.resume();
      case CUT -> victim.link().mend();
      case KILL, COORDINATOR, TERM -> {}
    }
  }

  /** How long it lasts: longer than a lease. */
  static Duration length(Duration lease) {
    return lease.multipliedBy(8).dividedBy(5);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
