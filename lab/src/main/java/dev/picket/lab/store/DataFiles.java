package dev.picket.lab.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one directory, by the revision that they begin after: snapshots and logs.
 *
 * @param directory where they are
 * @param snapshots by their revision
 * @param logs by the revision before their first change
 */
record DataFiles(Path directory, TreeMap<Long, Path> snapshots, TreeMap<Long, Path> logs) {

  /** Ends the name of what is not whole yet. */
  static final String ASIDE = ".new";

  private static final Pattern NAME = Pattern.compile("(snapshot|log)-(\\d{1,19})");

  /** Finds what there is, and removes what a writer that died had not finished. */
  static DataFiles in(Path directory) throws IOException {
    TreeMap<Long, Path> snapshots = new TreeMap<>();
    TreeMap<Long, Path> logs = new TreeMap<>();
    for (Path each : list(directory)) {
      String name = each.getFileName().toString();
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        TreeMap<Long, Path> kind = matcher.group(1).equals("log") ? logs : snapshots;
        kind.put(Long.valueOf(matcher.group(2)), each);
      } else if (name.startsWith("snapshot-") && name.endsWith(ASIDE)) {
        Files.delete(each);
      }
    }
    return new DataFiles(directory, snapshots, logs);
  }

  static Path snapshot(Path directory, long revision) {
    return directory.resolve("snapshot-" + revision);
  }

  static Path log(Path directory, long revision) {
    return directory.resolve("log-" + revision);
  }

  /** Opens a file to write it anew, which only its owner may read. */
  static FileChannel create(Path file) throws IOException {
    Files.deleteIfExists(file);
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return isPosix(file)
        ? FileChannel.open(
            file,
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, options);
  }

  /** Whether files there have owners and permissions, and directories can be synced. */
  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** The directory that a file is in. */
  static Path directoryOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
  }

  /** Removes what a snapshot makes needless. */
  static void removeBefore(Path directory, long revision) throws IOException {
    DataFiles files = in(directory);
    for (Path each : files.logs.headMap(revision).values()) {
      Files.delete(each);
    }
    for (Path each : files.snapshots.headMap(revision).values()) {
      Files.delete(each);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
