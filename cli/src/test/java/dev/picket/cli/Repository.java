package dev.picket.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is that this test runs in. */
final class Repository {

  private Repository() {}

  /** The folder that holds README.md, whichever folder the tests were started in. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md")) || !Files.exists(folder.resolve("picket"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("the tests run outside of the repository");
      }
    }
    return folder;
  }
}
