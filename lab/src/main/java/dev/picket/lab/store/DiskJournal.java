package dev.picket.lab.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps changes in a log. One thread writes; what arrives while it waits for the disk goes into the
 * next frame, so that many writers share one fsync. When the log has grown, a snapshot takes its
 * place. After the first failure nothing is written any more: what an fsync that failed has left on
 * the disk is not known, and trying again would not tell.
 */
final class DiskJournal implements Journal, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(DiskJournal.class);

  private static final int WAITING_MAX = 1_024;
  private static final long FRAME_BYTES = 4L * 1024 * 1024;
  private static final Commit END = Commit.nothing();

  private final Path directory;
  private final Syncing syncing;
  private final long logBytesMax;
  private final BlockingQueue<Commit> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final Thread thread;
  private LogFile log;
  private Snapshot written;
  private @Nullable Compaction compaction;
  private @Nullable JournalException failure;
  private boolean ending;
  private boolean closed;

  /**
   * Takes over what was found.
   *
   * @param logBytesMax how long a log becomes before a snapshot takes its place; as long as the
   *     last snapshot, if that is longer
   */
  DiskJournal(Path directory, Recovery found, Syncing syncing, long logBytesMax) {
    this.directory = directory;
    this.log = found.log();
    this.written = found.snapshot();
    this.syncing = syncing;
    this.logBytesMax = logBytesMax;
    this.thread =
        Thread.ofPlatform().daemon().name("lab-log").unstarted(() -> run(found.unfinished()));
  }

  void start() {
    thread.start();
  }

  @Override
  public synchronized void append(Commit commit) {
    if (closed) {
      commit.failed(new JournalException("the lab is closed and takes no further writes", null));
    } else {
      put(commit);
    }
  }

  /** Writes what is waiting, and ends. */
  @Override
  public void close() {
    synchronized (this) {
      if (!closed) {
        closed = true;
        put(END);
      }
    }
    Waiting.endOf(thread);
  }

  private void put(Commit commit) {
    Waiting.throughInterrupts(() -> {
      waiting.put(commit);
      return commit;
    });
  }

  private void run(boolean unfinished) {
    if (unfinished) {
      guarded(this::compact);
    }
    while (!ending) {
      List<Commit> batch = gather();
      guarded(() -> keep(batch));
      JournalException why = failure;
      if (why != null) {
        // Those that were durable before it failed do not mind.
        batch.forEach(each -> each.failed(why));
      }
    }
    guarded(this::end);
  }

  /** What waits, as far as one frame may hold it; at least one unless this is the end. */
  private List<Commit> gather() {
    List<Commit> batch = new ArrayList<>();
    long bytes = 0;
    do {
      Commit next = Waiting.throughInterrupts(waiting::take);
      ending = next == END;
      if (!ending) {
        batch.add(next);
        bytes += next.bytes();
      }
    } while (!ending && bytes < FRAME_BYTES && !waiting.isEmpty());
    return batch;
  }

  private void keep(List<Commit> batch) throws IOException {
    if (failure != null || batch.isEmpty()) {
      return;
    }
    requireCompaction();
    List<Change> changes = new ArrayList<>();
    for (Commit each : batch) {
      each.made().forEach(made -> changes.add(made.change()));
      written = each.made().getLast().after();
    }
    log.append(changes);
    batch.forEach(Commit::durable);
    if (log.length() > limit()) {
      compact();
    }
  }

  private long limit() throws IOException {
    Compaction last = compaction;
    return last == null || !Files.exists(last.path())
        ? logBytesMax
        : Math.max(logBytesMax, Files.size(last.path()));
  }

  /** Begins a new log, and a snapshot of everything before it, once the last one is done. */
  private void compact() throws IOException {
    Compaction last = compaction;
    if (last != null) {
      last.await();
      requireCompaction();
    }
    if (log.length() > LogFile.EMPTY_BYTES) {
      LogFile next = LogFile.create(DataFiles.log(directory, written.revision()), syncing);
      log.close();
      log = next;
    }
    Compaction begun = new Compaction(directory, written, syncing);
    begun.start();
    compaction = begun;
  }

  /** Without snapshots the log would grow for ever, so that one that fails counts as the log. */
  private void requireCompaction() throws IOException {
    Compaction last = compaction;
    Exception why = last == null ? null : last.failure().orElse(null);
    if (last != null && why != null) {
      throw new IOException(last.path().getFileName() + ": " + why, why);
    }
  }

  private void end() throws IOException {
    Compaction last = compaction;
    if (last != null) {
      last.await();
      requireCompaction();
    }
    log.close();
  }

  private void guarded(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | OutOfMemoryError cause) {
      if (failure == null) {
        failure =
            new JournalException(
                "the lab cannot write to %s and takes no further writes until it is started anew: %s"
                    .formatted(log.path(), cause),
                cause);
        logger.atError().setCause(failure).log("the lab takes no further writes");
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
