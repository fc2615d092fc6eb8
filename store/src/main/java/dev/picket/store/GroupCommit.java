package dev.picket.store;

import dev.picket.observation.Recorded;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Submission;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what many callers hand in with few transactions: each writer takes whatever waits while
 * the others commit. Safe for use by many threads.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Database database;
  private final StoreSettings settings;
  private final StoreCounters counters;
  private final Ticker ticker;
  private final WriteQueue queue;
  private final List<Thread> writers = new ArrayList<>();

  GroupCommit(Database database, StoreSettings settings, StoreCounters counters, Ticker ticker) {
    this.database = database;
    this.settings = settings;
    this.counters = counters;
    this.ticker = ticker;
    this.queue = new WriteQueue(settings.queuedSubmissionsMax(), settings.queuedBytesMax());
  }

  void start() {
    for (int i = 1; i <= settings.writers(); i++) {
      writers.add(Thread.ofPlatform().daemon().name("store-writer-" + i).start(this::write));
    }
  }

  WriteQueue.Depth depth() {
    return queue.depth();
  }

  /** Hands submissions in and waits until they are committed. */
  List<Recorded> record(List<Submission> submissions) {
    if (submissions.isEmpty()) {
      return List.of();
    }
    database.availability().require();
    long begin = ticker.nanos();
    WriteQueue.Work work = new WriteQueue.Work(submissions);
    queue.add(work);
    List<Recorded> answer = await(work);
    counters.answered(ticker.since(begin));
    return answer;
  }

  private List<Recorded> await(WriteQueue.Work work) {
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
  private List<Recorded> giveUp(WriteQueue.Work work, String reason) {
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
      List<WriteQueue.Work> works = queue.take(settings.batchSubmissions());
      while (!works.isEmpty()) {
        writeAndFinish(works);
        works = queue.take(settings.batchSubmissions());
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAndFinish(List<WriteQueue.Work> works) {
    try {
      write(new Batch(works));
    } finally {
      queue.finished(works);
    }
  }

  private void write(Batch batch) {
    long begin = ticker.nanos();
    try {
      database.availability().require();
      commit(batch);
      counters.committed(batch, ticker.since(begin));
      batch.complete();
    } catch (SQLException failure) {
      counters.failed();
      batch.fail(database.failed(failure));
    } catch (StoreUnavailableException known) {
      counters.failed();
      batch.fail(known);
    } catch (RuntimeException bug) {
      counters.failed();
      log.atError().setCause(bug).log("a batch could not be written");
      batch.fail(bug);
    }
  }

  private void commit(Batch batch) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = database.writer()) {
        tryCommit(connection, batch);
        return;
      } catch (SQLException failure) {
        if (!SqlFailures.isContention(failure) || attempt == ATTEMPTS) {
          throw failure;
        }
        counters.retried();
      }
    }
  }

  private static void tryCommit(Connection connection, Batch batch) throws SQLException {
    try {
      batch.write(connection);
      connection.commit();
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

  /** Takes no more in, writes what waits, and tells the callers of what is left after a while. */
  @Override
  public void close() {
    queue.close();
    long begin = ticker.nanos();
    try {
      for (Thread writer : writers) {
        Duration left = GRACE.minus(ticker.since(begin));
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
