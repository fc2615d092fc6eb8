package dev.picket.sources.informer;

import dev.picket.observation.Held;
import java.util.concurrent.atomic.LongAdder;

/** Where {@link InformerNumbers} are counted. Safe for use by many threads. */
final class InformerCounters {

  final LongAdder notOurs = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder retried = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder stillThere = new LongAdder();
  final LongAdder unconfirmed = new LongAdder();
  private final LongAdder held = new LongAdder();
  private final LongAdder resolved = new LongAdder();
  private final LongAdder gone = new LongAdder();
  private final LongAdder outdated = new LongAdder();
  private final LongAdder fenced = new LongAdder();

  void count(Held outcome, boolean objectGone) {
    switch (outcome) {
      case Held.Done done -> {
        held.increment();
        resolved.add(done.resolved());
        gone.add(objectGone ? 1 : 0);
      }
      case Held.Outdated _ -> outdated.increment();
      case Held.Fenced _ -> fenced.increment();
    }
  }

  InformerNumbers numbers() {
    return new InformerNumbers(
        held.sum(),
        resolved.sum(),
        gone.sum(),
        notOurs.sum(),
        outdated.sum(),
        fenced.sum(),
        malformed.sum(),
        retried.sum(),
        failed.sum(),
        stillThere.sum(),
        unconfirmed.sum());
  }
}
