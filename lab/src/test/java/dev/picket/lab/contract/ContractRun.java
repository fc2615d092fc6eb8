package dev.picket.lab.contract;

import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Runs cases against a server, several at once, since most of the time is waiting. */
final class ContractRun {

  private static final int AT_ONCE = 4;

  private final ApiServer server;
  private final Ticker ticker;
  private final Consumer<Result> progress;
  private final Map<ContractCase, Result> results = new ConcurrentHashMap<>();

  /**
   * @param progress is told of each result as it comes, by many threads
   */
  ContractRun(ApiServer server, Ticker ticker, Consumer<Result> progress) {
    this.server = server;
    this.ticker = ticker;
    this.progress = progress;
  }

  /**
   * How a case went.
   *
   * @param subject the case
   * @param took from beginning to end
   */
  record Result(ContractCase subject, Outcome outcome, Duration took) {
    boolean failed() {
      return outcome instanceof Outcome.Failed;
    }
  }

  /** The results, in the order of the cases. */
  List<Result> of(List<ContractCase> cases) {
    Queue<ContractCase> left = new ConcurrentLinkedQueue<>(cases);
    List<Thread> workers = new ArrayList<>();
    for (int each = 0; each < AT_ONCE; each++) {
      workers.add(Thread.ofVirtual().name("contract-" + each).start(() -> work(left)));
    }
    workers.forEach(ContractRun::join);
    return cases.stream().map(each -> result(each)).toList();
  }

  private Result result(ContractCase subject) {
    Result result = results.get(subject);
    if (result == null) {
      throw new IllegalStateException("the case was not run: " + subject.title());
    }
    return result;
  }

  private void work(Queue<ContractCase> left) {
    for (ContractCase each = left.poll(); each != null; each = left.poll()) {
      long begun = ticker.nanos();
      Result result = new Result(each, each.on(server), ticker.since(begun));
      results.put(each, result);
      progress.accept(result);
    }
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
