package dev.picket.lab.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory that keeps one lab's state: a snapshot of every object, a log of the changes since
 * then, and small files beside them. Only one lab at a time has it. Opened, used and closed by one
 * thread; the store that it gives is safe for use by many.
 */
public final class DataDirectory implements AutoCloseable {

  /** How long a log grows before a snapshot of everything is worth it. */
  private static final long LOG_BYTES_MAX = 16L * 1024 * 1024;

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;
  private @Nullable DiskJournal journal;

  private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes a directory, which is made if it is not there.
   *
   * @throws JournalException when another lab has it, or it cannot be used
   */
  public static DataDirectory open(Path path) {
    try {
      makeIfMissing(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        return new DataDirectory(path, channel, locked(path, channel));
      } catch (IOException | RuntimeException failure) {
        channel.close();
        throw failure;
      }
    } catch (IOException failure) {
      throw unusable(path, failure);
    }
  }

  /**
   * The store that was kept here, or a new one.
   *
   * @param start the revision of a new one
   * @param historyLimit how many changes are held for watches and exact lists
   * @throws JournalException when something is damaged or missing
   */
  public ObjectStore store(long start, int historyLimit) {
    return store(start, historyLimit, Syncing.SYSTEM, LOG_BYTES_MAX);
  }

  ObjectStore store(long start, int historyLimit, Syncing syncing, long logBytesMax) {
    if (journal != null) {
      throw new IllegalStateException("the store of " + path + " was opened before");
    }
    try {
      Recovery found = Recovery.of(path, start, historyLimit, syncing);
      DiskJournal begun = new DiskJournal(path, found, syncing, logBytesMax);
      begun.start();
      journal = begun;
      return new ObjectStore(found.snapshot(), found.history(), begun);
    } catch (IOException failure) {
      throw unusable(path, failure);
    }
  }

  public Path path() {
    return path;
  }

  /**
   * The text of a small file.
   *
   * @throws JournalException when it is there and cannot be read
   */
  public Optional<String> text(String name) {
    Path file = path.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException failure) {
      throw unusable(file, failure);
    }
  }

  /**
   * Keeps a small file, which only its owner may read; it is whole, or as before.
   *
   * @throws JournalException when it cannot be written
   */
  public void keep(String name, String text) {
    Path file = path.resolve(name);
    Path aside = path.resolve(name + DataFiles.ASIDE);
    try {
      try (FileChannel channel = DataFiles.create(aside)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        Syncing.SYSTEM.sync(channel);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Syncing.SYSTEM.sync(path);
    } catch (IOException failure) {
      throw unusable(file, failure);
    }
  }

  /** Writes what is on its way, and lets others have the directory. */
  @Override
  public void close() {
    DiskJournal open = journal;
    if (open != null) {
      open.close();
    }
    try (lockFile) {
      if (lock.isValid()) {
        lock.release();
      }
    } catch (IOException failure) {
      throw unusable(path, failure);
    }
  }

  private static void makeIfMissing(Path path) throws IOException {
    if (!Files.isDirectory(path) && DataFiles.isPosix(path)) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(path);
    }
  }

  private static FileLock locked(Path path, FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException taken) {
      throw new JournalException(path + ": another lab of this process has this directory", taken);
    }
    throw new JournalException(path + ": another lab has this directory", null);
  }

  private static JournalException unusable(Path path, IOException failure) {
    return new JournalException("cannot use " + path + ": " + failure, failure);
  }
}
