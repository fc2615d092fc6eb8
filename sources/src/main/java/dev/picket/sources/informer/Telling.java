package dev.picket.sources.informer;

import dev.picket.coordination.shard.FencingToken;
import dev.picket.coordination.shard.Permit;
import dev.picket.coordination.shard.Shards;
import dev.picket.observation.Fence;
import dev.picket.observation.HoldingPipeline;
import dev.picket.observation.ObjectState;
import dev.picket.observation.StoreUnavailableException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the store the states of objects, again and again until it has answered or the object is
 * another member's. Between attempts no permit is held, so a store that is away holds up no drain
 * for longer than one call to it takes; whoever gets the partition lists it, so nothing is lost.
 *
 * <p>Safe for use by many threads.
 */
final class Telling {

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final int DOUBLINGS_MAX = 8;

  /** After so many mistakes of ours a state is given up, or it would stop those behind it. */
  private static final int MISTAKES_MAX = 5;

  private final Shards shards;
  private final HoldingPipeline pipeline;
  private final InformerCounters counters;
  private final Pause pause;

  Telling(Shards shards, HoldingPipeline pipeline, InformerCounters counters, Pause pause) {
    this.shards = shards;
    this.pipeline = pipeline;
    this.counters = counters;
    this.pause = pause;
  }

  /**
   * Returns once the store has answered, or nothing can or need be done here.
   *
   * @throws RuntimeException after too many mistakes of ours; the state is to be told again later
   */
  void tell(ObjectState state) {
    int mistakes = 0;
    for (int attempt = 0; ; attempt++) {
      Duration atLeast = Duration.ZERO;
      try {
        attempt(state);
        return;
      } catch (StoreUnavailableException unavailable) {
        atLeast = unavailable.retryAfter();
      } catch (RuntimeException mistake) {
        mistakes++;
        if (mistakes == MISTAKES_MAX) {
          counters.failed.increment();
          throw mistake;
        }
      }
      counters.retried.increment();
      if (!pause.await(waitAfter(attempt, atLeast))) {
        return;
      }
    }
  }

  private void attempt(ObjectState state) {
    @Nullable Permit permit = shards.tryEnter(state.object().uid());
    if (permit == null) {
      counters.notOurs.increment();
      return;
    }
    try (permit) {
      counters.count(pipeline.hold(state, fence(permit.token())), state.gone());
    }
  }

  private static Fence fence(FencingToken token) {
    return new Fence(token.group(), token.pool(), token.partition(), token.epoch());
  }

  /**
   * Asks the store for something, again and again while this member may want to know.
   *
   * @return null when it does not any more
   */
  <T> @Nullable T ask(Supplier<T> question, BooleanSupplier wanted) {
    for (int attempt = 0; wanted.getAsBoolean(); attempt++) {
      try {
        return question.get();
      } catch (StoreUnavailableException unavailable) {
        counters.retried.increment();
        if (!pause.await(waitAfter(attempt, unavailable.retryAfter()))) {
          return null;
        }
      }
    }
    return null;
  }

  static Duration waitAfter(int attempt, Duration atLeast) {
    Duration growing = FIRST_WAIT.multipliedBy(1L << Math.min(attempt, DOUBLINGS_MAX));
    Duration wait = growing.compareTo(atLeast) < 0 ? atLeast : growing;
    return wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX;
  }
}
