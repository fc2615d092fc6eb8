package dev.picket.lab;

import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Runs a lab until its input ends, for trying out tools by hand. */
final class ByHand {

  private ByHand() {}

  /** Takes the kubeconfig's path and, optionally, the port and a data directory. */
  public static void main(String[] arguments) throws IOException {
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    try (LabServer lab =
        new LabServer(
            arguments.length > 2
                ? LabSettings.DEFAULTS
                    .withNodes(2)
                    .withPort(port)
                    .withDataDirectory(Path.of(arguments[2]))
                : LabSettings.DEFAULTS.withNodes(2).withPort(port),
            InstantSource.system(),
            Ticker.system(),
            new SecureRandom())) {
      lab.start();
      Files.writeString(Path.of(arguments[0]), lab.kubeconfig());
      System.out.println(lab.address());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
