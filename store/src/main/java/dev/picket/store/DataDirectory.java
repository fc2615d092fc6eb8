package dev.picket.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The folder with everything that the embedded PostgreSQL keeps, held by one process at a time: the
 * operating system gives the lock back whichever way that process ends.
 */
final class DataDirectory implements AutoCloseable {

  /** The superuser, who owns Picket's database too. */
  static final String USER = "picket";

  private static final int PASSWORD_BYTES = 24;
  private static final long LOG_BYTES_MAX = 10L << 20;

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel lockFile, FileLock lock) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  static DataDirectory hold(Path root) throws IOException {
    Files.createDirectories(root);
    Path file = root.resolve("postgresql.lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new DatabaseStartException(
          "the data directory "
              + root
              + " is in use by another Picket that is running; stop it, or choose another data"
              + " directory");
    }
    return new DataDirectory(root, channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  Path root() {
    return root;
  }

  /** PostgreSQL's own directory. */
  Path cluster() {
    return root.resolve("postgresql-data");
  }

  /** Where the server writes its log. One that has grown large is set aside. */
  Path log() throws IOException {
    Path log = root.resolve("postgresql.log");
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.move(log, root.resolve("postgresql.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    return log;
  }

  /** The superuser's password, chosen at random the first time. */
  String password(RandomGenerator random) throws IOException {
    Path file = passwordFile();
    if (!Files.exists(file)) {
      byte[] bytes = new byte[PASSWORD_BYTES];
      random.nextBytes(bytes);
      Path partial = root.resolve("database-password.partial");
      Files.deleteIfExists(partial);
      Files.createFile(
          partial,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(partial, HexFormat.of().formatHex(bytes));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** Makes the cluster, complete or not at all, or checks that the programs fit the one there. */
  void prepareCluster(PostgresBinaries binaries, UserSwitch user) throws IOException {
    if (Files.exists(cluster())) {
      checkVersion(binaries);
    } else {
      create(binaries, user);
    }
  }

  private void checkVersion(PostgresBinaries binaries) throws IOException {
    String version = Files.readString(cluster().resolve("PG_VERSION")).strip();
    if (!version.equals(binaries.majorVersion())) {
      throw new DatabaseStartException(
          "%s was written by PostgreSQL %s, and this Picket brings PostgreSQL %s: "
                  .formatted(cluster(), version, binaries.majorVersion())
              + "run the Picket version that wrote it, bring it up to date with pg_upgrade, or move "
              + "the directory away to start with an empty one");
    }
  }

  private void create(PostgresBinaries binaries, UserSwitch user) throws IOException {
    Path partial = root.resolve("postgresql-data.partial");
    PostgresBinaries.deleteTree(partial);
    Files.createDirectory(
        partial,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    user.own(partial);
    user.own(passwordFile());
    Command.of(
            user.prefix(),
            binaries.program("initdb"),
            "--pgdata=" + partial,
            "--username=" + USER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions")
        .runOrFail();
    Files.move(partial, cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path passwordFile() {
    return root.resolve("database-password");
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
