package dev.picket.lab.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One snapshot in the making, on a thread of its own, while a new log is written. */
final class Compaction {

  private final Path path;
  private final Thread thread;
  private volatile @Nullable Exception failure;

  /** Begins to write everything as of the revision at which the new log begins. */
  Compaction(Path directory, Snapshot snapshot, Syncing syncing) {
    this.path = DataFiles.snapshot(directory, snapshot.revision());
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("lab-snapshot")
            .unstarted(() -> run(directory, snapshot, syncing));
  }

  void start() {
    thread.start();
  }

  Path path() {
    return path;
  }

  /** Waits for its end. */
  void await() {
    Waiting.endOf(thread);
  }

  /** Why it failed, if it has. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  private void run(Path directory, Snapshot snapshot, Syncing syncing) {
    try {
      SnapshotFile.write(path, snapshot, syncing);
      DataFiles.removeBefore(directory, snapshot.revision());
    } catch (IOException | RuntimeException cause) {
      failure = cause;
    }
  }
}
