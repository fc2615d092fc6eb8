package dev.picket.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to reports around a fault: some change right before it, so that writes are under way
 * when it comes, and while the victim is away some are deleted, changed and recreated.
 */
final class Changes {

  /** Of each kind. */
  static final int OF_VICTIM = 20;

  /** Of each kind. */
  static final int OF_OTHERS = 5;

  /** How many of the victim's reports change right before the fault. */
  static final int IN_FLIGHT = 40;

  private static final int WRITERS = 4;
  private static final int HEAD_START_MILLIS = 30;

  private final List<Report> inFlight;
  private final List<Report> deleted;
  private final List<Report> changed;
  private final List<Report> recreated;
  private final List<Thread> writers = new ArrayList<>();

  private Changes(
      List<Report> inFlight, List<Report> deleted, List<Report> changed, List<Report> recreated) {
    this.inFlight = inFlight;
    this.deleted = deleted;
    this.changed = changed;
    this.recreated = recreated;
  }

  /** Takes the first of these. */
  static Changes choose(List<Report> ofVictim, List<Report> ofOthers) {
    int needed = IN_FLIGHT + 3 * OF_VICTIM;
    if (ofVictim.size() < needed || ofOthers.size() < 3 * OF_OTHERS) {
      throw new IllegalStateException(
          "the victim has %d reports and the others have %d, expected at least %d and %d: too few"
                  .formatted(ofVictim.size(), ofOthers.size(), needed, 3 * OF_OTHERS)
              + " in all");
    }
    return new Changes(
        ofVictim.subList(3 * OF_VICTIM, needed),
        part(ofVictim, ofOthers, 0),
        part(ofVictim, ofOthers, 1),
        part(ofVictim, ofOthers, 2));
  }

  private static List<Report> part(List<Report> ofVictim, List<Report> ofOthers, int index) {
    List<Report> part =
        new ArrayList<>(ofVictim.subList(index * OF_VICTIM, (index + 1) * OF_VICTIM));
    part.addAll(ofOthers.subList(index * OF_OTHERS, (index + 1) * OF_OTHERS));
    return part;
  }

  /** Returns when the first changes are under way. */
  void beginInFlight(Estate estate) {
    for (int i = 0; i < WRITERS; i++) {
      int first = i;
      writers.add(Thread.ofVirtual().start(() -> changeEvery(estate, first)));
    }
    Pause.millis(HEAD_START_MILLIS);
  }

  private void changeEvery(Estate estate, int first) {
    try {
      for (int i = first; i < inFlight.size(); i += WRITERS) {
        estate.change(inFlight.get(i));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void endInFlight() {
    for (Thread each : writers) {
      try {
        each.join();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException("a benchmark is not interrupted", interrupted);
      }
    }
  }

  void make(Estate estate) throws IOException {
    for (Report each : deleted) {
      estate.delete(each);
    }
    for (Report each : changed) {
      estate.change(each);
    }
    for (Report each : recreated) {
      estate.recreate(each);
    }
  }
}
