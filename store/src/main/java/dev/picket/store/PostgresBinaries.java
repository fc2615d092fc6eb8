package dev.picket.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, which come as an archive on the classpath and are unpacked once. */
record PostgresBinaries(Path directory, String version) {

  private static final int EXECUTABLE = 0100;

  /** The version of the programs on the classpath, such as {@code 18.6.0}. */
  static String versionOnClasspath() throws IOException {
    try (InputStream in = resource("/dev/picket/store/postgresql-binaries.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }

  /**
   * Unpacks the programs below the directory unless they are there. They appear under their name
   * only when complete, so an interrupted start leaves nothing that the next one would trust.
   */
  static PostgresBinaries unpackBelow(Path dataDirectory) throws IOException {
    String version = versionOnClasspath();
    Path target = dataDirectory.resolve("postgresql-" + version);
    if (!Files.isDirectory(target)) {
      Path partial = dataDirectory.resolve("postgresql-" + version + ".partial");
      deleteTree(partial);
      unpack(partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(target, version);
  }

  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }

  /** The major version, which a data directory belongs to. */
  String majorVersion() {
    return version.substring(0, version.indexOf('.'));
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void unpack(Path into) throws IOException {
    Files.createDirectories(into);
    try (InputStream packed = resource(archiveName());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpackEntry(tar, entry, into);
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path into)
      throws IOException {
    Path path = into.resolve(entry.getName()).normalize();
    if (!path.startsWith(into)) {
      throw new IOException("archive entry " + entry.getName() + " points outside the archive");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean executable = (entry.getMode() & EXECUTABLE) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static String archiveName() {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    String arch = System.getProperty("os.arch");
    String processor = arch.equals("aarch64") ? "arm_64" : "x86_64";
    return "/postgres-" + system + "-" + processor + ".txz";
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream(name);
    if (in == null) {
      throw new DatabaseStartException(
          "no "
              + name
              + " on the classpath: this build of Picket carries the embedded PostgreSQL of another"
              + " processor; use a build for this machine, or a PostgreSQL server by its URL");
    }
    return in;
  }
}
