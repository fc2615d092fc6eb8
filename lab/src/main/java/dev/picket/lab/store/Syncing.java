package dev.picket.lab.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How what was written comes to the disk itself. */
interface Syncing {

  /** As the operating system does it. */
  Syncing SYSTEM = channel -> channel.force(false);

  /** Returns when everything written to the file is on the disk. */
  void sync(FileChannel channel) throws IOException;

  /** The same for the names in a directory, on systems that can be asked for it. */
  default void sync(Path directory) throws IOException {
    if (DataFiles.isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
