package dev.picket.lab.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a controller decided for one key: actions in order, and when to look again. */
final class Outcome {

  private final List<Action> actions = new ArrayList<>();
  private @Nullable Duration again;

  Outcome add(Action action) {
    actions.add(action);
    return this;
  }

  /** Looks again after a while, or earlier if something changes. */
  Outcome again(Duration after) {
    if (again == null || after.compareTo(again) < 0) {
      again = after;
    }
    return this;
  }

  List<Action> actions() {
    return List.copyOf(actions);
  }

  boolean idle() {
    return actions.isEmpty();
  }

  /** Null when nothing but a change is waited for. */
  @Nullable Duration again() {
    return again;
  }
}
