package dev.picket.bench;

import dev.picket.lab.LabServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that runs {@link SingleLeader}, with a link of its own to the API server. */
final class Candidate implements AutoCloseable {

  private final LabServer lab;
  private final Workspace workspace;
  private final String name;
  private final Link link;
  private int starts;
  private Path log;
  private FaultyProcess process;

  private Candidate(LabServer lab, Workspace workspace, String name) throws IOException {
    this.lab = lab;
    this.workspace = workspace;
    this.name = name;
    this.link = new Link(lab.port());
    this.log = workspace.file(name + ".log");
    this.process = launch();
  }

  static Candidate start(LabServer lab, Workspace workspace, String name) throws IOException {
    return new Candidate(lab, workspace, name);
  }

  private FaultyProcess launch() throws IOException {
    starts++;
    String incarnation = name + "-" + starts;
    log = workspace.file(incarnation + ".log");
    Files.createFile(log);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SingleLeader.class.getName(),
            incarnation);
    Map<String, String> environment =
        Map.of(
            SingleLeader.ADDRESS,
            "https://127.0.0.1:" + link.port(),
            SingleLeader.TOKEN,
            lab.token(),
            SingleLeader.AUTHORITY,
            lab.authority());
    return FaultyProcess.start(command, environment, link, log);
  }

  FaultyProcess process() {
    return process;
  }

  void restart() throws IOException {
    process.awaitEnd();
    process = launch();
  }

  /** How often it has said this. */
  long said(String word) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.startsWith(word)).count();
    }
  }

  @Override
  public void close() throws IOException {
    process.kill();
    process.awaitEnd();
    link.close();
  }
}
