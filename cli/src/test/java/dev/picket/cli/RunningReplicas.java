package dev.picket.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** {@code picket up --replicas} under test, as its announcement describes it. */
final class RunningReplicas implements AutoCloseable {

  private static final Pattern REPLICA =
      Pattern.compile("(?m)^  (picket-\\d) +(http://\\S+?)/ +process (\\d+)$");

  private final PicketProcess picket;
  private final Cluster cluster;

  /** One of the processes. */
  record Announced(String name, Group group, long pid) {

    /** SIGKILL; returns when it is gone. */
    void killNine() {
      ProcessHandle.of(pid)
          .ifPresent(handle -> {
            handle.destroyForcibly();
            handle.onExit().join();
          });
    }
  }

  /** Ready when this returns. */
  RunningReplicas(Path folder, int count) {
    picket = PicketProcess.upInReplicas(folder, count);
    cluster = new Cluster(folder.resolve("data/kubeconfig"));
  }

  PicketProcess picket() {
    return picket;
  }

  Cluster cluster() {
    return cluster;
  }

  List<Announced> all() {
    return REPLICA
        .matcher(picket.output())
        .results()
        .map(line ->
            new Announced(line.group(1), new Group(line.group(2)), Long.parseLong(line.group(3))))
        .toList();
  }

  Announced named(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** One that is not this. */
  Announced otherThan(String name) {
    return all().stream().filter(each -> !each.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    cluster.close();
    picket.close();
  }
}
