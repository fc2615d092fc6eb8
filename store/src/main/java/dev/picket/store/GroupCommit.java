package dev.picket.store;

import dev.picket.observation.StoreUnavailableException;
import dev.picket.runtime.Ticker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what many callers hand in with few transactions: each writer takes whatever waits while
 * the others commit. Safe for use by many threads.
 *
 * @param <T> what is written
 * @param <R> what comes of each
 */
final class GroupCommit<T, R> {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final String name;
  private final Database database;
  private final StoreSettings settings;
  private final StoreCounters counters;
  private final Ticker ticker;
  private final Batch<T, R> batch;
  private final Consumer<List<R>> count;
  private final WriteQueue<T, R> queue;
  private final List<Thread> writers = new ArrayList<>();

  /**
   * A group commit that does nothing before it is started.
   *
   * @param name of the writers' threads
   * @param batch writes a batch
   * @param count told what was committed
   */
  GroupCommit(
      String name,
      Database database,
      StoreSettings settings,
      StoreCounters counters,
      Ticker ticker,
      Batch<T, R> batch,
      Consumer<List<R>> count) {
    this.name = name;
    this.database = database;
    this.settings = settings;
    this.counters = counters;
    this.ticker = ticker;
    this.batch = batch;
    this.count = count;
    this.queue = new WriteQueue<>(settings.queuedSubmissionsMax(), settings.queuedBytesMax());
  }

  /** How the items of several callers are written in one transaction. */
  @FunctionalInterface
  interface Batch<T, R> {

    /**
     * Writes everything but what PostgreSQL cannot hold; the caller commits, or tries again.
     *
     * @return one result per item, in their order
     */
    List<R> write(Connection connection, List<T> items) throws SQLException;
  }

  void start() {
    for (int i = 1; i <= settings.writers(); i++) {
      writers.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(this::write));
    }
  }

  WriteQueue.Depth depth() {
    return queue.depth();
  }

  /** Hands work in and waits until it is committed. */
  List<R> commit(Work<T, R> work) {
    if (work.items().isEmpty()) {
      return List.of();
    }
    database.availability().require();
    long begin = ticker.nanos();
    queue.add(work);
    List<R> answer = await(work);
    counters.answered(ticker.since(begin));
    return answer;
  }

  private List<R> await(Work<T, R> work) {
    try {
      return work.answer().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLong) {
      return giveUp(work, "the store is too busy");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return giveUp(work, "interrupted");
    } catch (ExecutionException failed) {
      throw unavailable(failed);
    }
  }

  /** Takes work back, or waits for the writer that has it, which its timeouts keep short. */
  private List<R> giveUp(Work<T, R> work, String reason) {
    if (queue.withdraw(work)) {
      throw new StoreUnavailableException(reason, RETRY_AFTER);
    }
    try {
      return work.answer().join();
    } catch (CompletionException failed) {
      throw unavailable(failed);
    }
  }

  /** A new one for each caller, whose stack it shows. */
  private static StoreUnavailableException unavailable(Exception failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    if (cause instanceof StoreUnavailableException known) {
      return new StoreUnavailableException(
          String.valueOf(known.getMessage()), known.retryAfter(), known);
    }
    return new StoreUnavailableException("the store failed: " + cause, RETRY_AFTER, cause);
  }

  private void write() {
    try {
      List<Work<T, R>> works = queue.take(settings.batchSubmissions());
      while (!works.isEmpty()) {
        writeAndFinish(works);
        works = queue.take(settings.batchSubmissions());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAndFinish(List<Work<T, R>> works) {
    try {
      write(works);
    } finally {
      queue.finished(works);
    }
  }

  private void write(List<Work<T, R>> works) {
    List<T> items = works.stream().flatMap(work -> work.items().stream()).toList();
    long begin = ticker.nanos();
    try {
      database.availability().require();
      List<R> results = commit(items);
      counters.committed(ticker.since(begin));
      count.accept(results);
      complete(works, results);
    } catch (SQLException failure) {
      fail(works, database.failed(failure));
    } catch (StoreUnavailableException known) {
      fail(works, known);
    } catch (RuntimeException bug) {
      log.atError().setCause(bug).log("a batch could not be written");
      fail(works, bug);
    }
  }

  /** Tells every caller what became of their items. */
  private void complete(List<Work<T, R>> works, List<R> results) {
    int from = 0;
    for (Work<T, R> work : works) {
      int to = from + work.items().size();
      work.answer().complete(List.copyOf(results.subList(from, to)));
      from = to;
    }
  }

  /** Tells every caller that nothing was stored. */
  private void fail(List<Work<T, R>> works, RuntimeException failure) {
    counters.failed();
    works.forEach(work -> work.answer().completeExceptionally(failure));
  }

  private List<R> commit(List<T> items) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = database.writer()) {
        return tryCommit(connection, items);
      } catch (SQLException failure) {
        if (!SqlFailures.isContention(failure) || attempt == ATTEMPTS) {
          throw failure;
        }
        counters.retried();
      }
    }
  }

  private List<R> tryCommit(Connection connection, List<T> items) throws SQLException {
    try {
      List<R> results = batch.write(connection, items);
      connection.commit();
      return results;
    } catch (SQLException | RuntimeException failure) {
      rollback(connection, failure);
      throw failure;
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      cause.addSuppressed(broken);
    }
  }

  /** Takes no more in; what waits is still written. */
  void refuse() {
    queue.close();
  }

  /** Waits a while for what is under way, and tells the callers of what is left. */
  void finish(long beginNanos) {
    try {
      for (Thread writer : writers) {
        Duration left = GRACE.minus(ticker.since(beginNanos));
        writer.join(left.isPositive() ? left : Duration.ofMillis(1));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    StoreUnavailableException closing =
        new StoreUnavailableException("the store is closing", RETRY_AFTER);
    queue.drain().forEach(work -> work.answer().completeExceptionally(closing));
    writers.forEach(Thread::interrupt);
  }
}
