package dev.picket.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How to run PostgreSQL, which refuses to run as root, whoever Picket runs as.
 *
 * @param prefix words to put before a command
 * @param ownerId numeric id of the user who must own PostgreSQL's files; negative for Picket's own
 */
record UserSwitch(List<String> prefix, int ownerId) {

  private static final int NOBODY = 65534;

  /** What this process needs. */
  static UserSwitch forThisProcess() throws IOException {
    if (!isRoot()) {
      return new UserSwitch(List.of(), -1);
    }
    // In a user namespace of its own, root is nobody in particular, and PostgreSQL is content.
    if (works("unshare", "-U", "true")) {
      return new UserSwitch(List.of("unshare", "-U"), -1);
    }
    String id = Integer.toString(NOBODY);
    return new UserSwitch(
        List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups"), NOBODY);
  }

  /** Gives files to the user who will need them. */
  void own(Path path) throws IOException {
    if (ownerId >= 0) {
      Command.of(List.of(), "chown", "-R", ownerId + ":" + ownerId, path.toString()).runOrFail();
    }
  }

  private static boolean isRoot() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
  }

  private static boolean works(String... words) {
    try {
      return Command.of(List.of(), words).run().status() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
