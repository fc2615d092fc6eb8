package dev.picket.cli;

import dev.picket.lab.LabSettings;
import dev.picket.lab.LabStartException;
import dev.picket.observation.InvalidInputException;
import dev.picket.runtime.Shutdown;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code picket lab start}. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Run the lab until Ctrl-C. It prints the kubeconfig's path; kubectl and any other client"
            + " reach it by that file, over TLS. Pods progress by a model, not in containers.",
    footer = {
      "",
      "Examples:",
      "  picket lab start                       in memory; all is gone when it ends",
      "  picket lab start --data-dir lab-data   goes on where the last one ended,",
      "                                         even after a kill -9",
      "  picket lab start --no-shard-selector   plays a server from before KEP-5866",
      "",
      "Then, in another terminal:",
      "  export KUBECONFIG=$PWD/picket-lab.kubeconfig",
      "  kubectl create deployment web --image=nginx --replicas=3",
      "  kubectl get pods --watch",
    })
final class LabStartCommand implements Runnable {

  private static final String KUBECONFIG = "picket-lab.kubeconfig";

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Port to listen on, on this machine only. Default: the one of the data directory's last"
              + " run, else any that is free.")
  private int port;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep everything in DIR over restarts. Default: in memory only.")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "Where to write the kubeconfig. A file that is not of a lab is left alone and refused."
              + " Default: DIR/kubeconfig with --data-dir, else ./picket-lab.kubeconfig, removed at"
              + " the end.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "1",
      description = "Simulated nodes that pods are put on. Default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--no-shard-selector",
      description = "Ignore shardSelector (KEP-5866), as servers that do not know it do.")
  private boolean noShardSelector;

  @Override
  public void run() {
    LabSettings settings = settings();
    Path file = file();
    requireOfLab(file);
    EmbeddedCluster cluster =
        new EmbeddedCluster(
            settings, file, InstantSource.system(), Ticker.system(), new SecureRandom());
    Shutdown shutdown = Shutdown.onSignals();
    try (cluster) {
      cluster.start();
      announce(cluster, spec.commandLine().getOut());
      shutdown.await();
      if (dataDirectory == null && kubeconfig == null) {
        Files.deleteIfExists(file);
      }
    } catch (LabStartException failure) {
      throw new UnavailableException(String.valueOf(failure.getMessage()), failure);
    } catch (IOException failure) {
      throw new UnavailableException("cannot remove " + file + ": " + failure, failure);
    } finally {
      shutdown.finished();
    }
  }

  private LabSettings settings() {
    LabSettings settings =
        LabSettings.DEFAULTS.withShardSelector(!noShardSelector).withControllers(true);
    if (dataDirectory != null) {
      settings = settings.withDataDirectory(dataDirectory);
    }
    try {
      return settings.withPort(port).withNodes(nodes);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), "--" + wrong.getMessage(), wrong);
    }
  }

  private Path file() {
    if (kubeconfig != null) {
      return kubeconfig;
    }
    return dataDirectory == null ? Path.of(KUBECONFIG) : dataDirectory.resolve("kubeconfig");
  }

  /** Somebody's way to a real cluster must not be written over. */
  private static void requireOfLab(Path file) {
    try {
      if (Files.exists(file) && !Files.readString(file).contains("current-context: lab\n")) {
        throw new InvalidInputException(
            "--kubeconfig", file + ", which is not of a lab", "a new file, or one of a lab");
      }
    } catch (IOException failure) {
      throw new UnavailableException("cannot read " + file + ": " + failure, failure);
    }
  }

  private void announce(EmbeddedCluster cluster, PrintWriter out) {
    out.printf("The lab of Picket %s is ready.%n%n", Version.current());
    out.printf("  API         %s%n", cluster.address());
    out.printf("  kubeconfig  %s%n", cluster.kubeconfig());
    out.printf(
        "  data        %s%n%n",
        dataDirectory == null
            ? "in memory only; --data-dir keeps it"
            : dataDirectory.toAbsolutePath().normalize());
    out.printf("Use it:       export KUBECONFIG=%s%n", cluster.kubeconfig());
    out.println("Then try:     kubectl create deployment web --image=nginx --replicas=3");
    out.println("              kubectl get pods --watch");
    out.println("              kubectl scale deployment web --replicas=5");
    out.println("Ctrl-C ends it.");
    out.flush();
  }
}
