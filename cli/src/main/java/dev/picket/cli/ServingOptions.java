package dev.picket.cli;

import picocli.CommandLine.Option;

/** Options that every command that serves has. */
final class ServingOptions {

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:PICKET_PORT:-8080}",
      description = "Port to listen on; 0 for any. Default: PICKET_PORT, else 8080.")
  private int port;

  int port() {
    return port;
  }
}
