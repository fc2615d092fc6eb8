package dev.picket.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/** Which server a command asks. */
final class ServerOption {

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:PICKET_SERVER:-http://localhost:8080}",
      description = "Where Picket answers. Default: PICKET_SERVER, else http://localhost:8080.")
  private URI server = URI.create("http://localhost:8080");

  ApiClient client() {
    return new ApiClient(server);
  }
}
