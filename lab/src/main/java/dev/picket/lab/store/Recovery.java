package dev.picket.lab.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;

/**
 * Reads what a directory holds: the newest snapshot and the changes after it, in one log or, when
 * the writer died while it made a snapshot, in several.
 *
 * @param snapshot the newest state
 * @param history the changes that led there, as far as they are on disk
 * @param log where further changes go
 * @param unfinished whether the writer died while it made a snapshot
 */
record Recovery(Snapshot snapshot, History history, LogFile log, boolean unfinished) {

  /**
   * Reads everything, or begins anew where nothing is.
   *
   * @param start the revision of an empty store
   * @throws JournalException when something is damaged or missing
   */
  static Recovery of(Path directory, long start, int historyLimit, Syncing syncing)
      throws IOException {
    if (DataFiles.in(directory).snapshots().isEmpty()) {
      begin(directory, start, syncing);
    }
    DataFiles files = DataFiles.in(directory);
    Map.Entry<Long, Path> base = files.snapshots().lastEntry();
    Snapshot snapshot = SnapshotFile.read(base.getValue(), base.getKey());
    Replay replay = new Replay(snapshot, new History(historyLimit, base.getKey()));
    Iterator<Map.Entry<Long, Path>> logs =
        files.logs().tailMap(base.getKey()).entrySet().iterator();
    Path path = DataFiles.log(directory, base.getKey());
    long whole;
    do {
      path = next(logs, replay, path);
      whole = replay.run(path, !logs.hasNext());
    } while (logs.hasNext());
    LogFile log = whole == 0 ? LogFile.create(path, syncing) : LogFile.open(path, whole, syncing);
    syncing.sync(directory);
    DataFiles.removeBefore(directory, base.getKey());
    boolean unfinished = files.logs().lastKey() > base.getKey();
    return new Recovery(replay.now(), replay.history(), log, unfinished);
  }

  /** The next log, which must begin where the last one ended. */
  private static Path next(Iterator<Map.Entry<Long, Path>> logs, Replay replay, Path expected) {
    Map.Entry<Long, Path> log = logs.hasNext() ? logs.next() : null;
    if (log == null || log.getKey() != replay.now().revision()) {
      throw new JournalException(
          "%s: a log of the changes after revision %d is missing. Restore it from a copy"
              .formatted(expected.getParent(), replay.now().revision()),
          null);
    }
    return log.getValue();
  }

  private static void begin(Path directory, long start, Syncing syncing) throws IOException {
    for (Path each : DataFiles.in(directory).logs().values()) {
      if (Files.size(each) > LogFile.EMPTY_BYTES) {
        throw new JournalException(
            each + " has changes, but the snapshot before it is missing. Restore it from a copy",
            null);
      }
      Files.delete(each);
    }
    LogFile.create(DataFiles.log(directory, start), syncing).close();
    SnapshotFile.write(
        DataFiles.snapshot(directory, start), new Snapshot(start, SortedTree.empty()), syncing);
  }
}
