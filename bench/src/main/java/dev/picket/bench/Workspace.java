package dev.picket.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory for one benchmark, which goes with it, and what else it needs of the machine. */
record Workspace(Path directory) implements AutoCloseable {

  static Workspace create() throws IOException {
    return new Workspace(Files.createTempDirectory("picket-bench"));
  }

  /** The picket command that this benchmark was started by. */
  static String command() {
    String command = System.getenv("PICKET_COMMAND");
    if (command == null) {
      throw new IllegalStateException("run it as ./picket bench, which says where picket is");
    }
    return command;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Copies every log in it. */
  void keepLogs(Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.log")) {
      for (Path log : found) {
        Files.copy(log, to.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
