package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What README says of many replicas is what one sees: with the kubectl of this machine, if it has
 * one, and with a stand-in that does as much as README asks of it.
 */
final class ReplicasTourTest {

  private static final Path README = Repository.root().resolve("README.md");
  private static final String VICTIM = "picket-2";

  /** What may stand before PATH: nothing, for this machine's kubectl. */
  enum Kubectl {
    STAND_IN,
    INSTALLED
  }

  static List<Kubectl> kubectls() {
    List<Kubectl> kubectls = new ArrayList<>(List.of(Kubectl.STAND_IN));
    boolean isInstalled =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    if (isInstalled) {
      kubectls.add(Kubectl.INSTALLED);
    }
    return kubectls;
  }

  @ParameterizedTest
  @MethodSource("kubectls")
  void everyCommandPrintsWhatTheReadmeSays(Kubectl kubectl, @TempDir Path folder)
      throws IOException {
    Files.createSymbolicLink(folder.resolve("examples"), Repository.root().resolve("examples"));
    Files.createSymbolicLink(folder.resolve("picket-data"), folder.resolve("data"));
    Map<String, String> environment = environment(kubectl, folder);
    List<DocumentTour.Step> steps = DocumentTour.stepsInReplicas(README);
    assertThat(steps).hasSizeGreaterThan(8);
    try (RunningReplicas replicas = new RunningReplicas(folder, 3)) {
      replicas.all().forEach(each -> Eventually.so(() -> each.group().assertShares(342, 341, 341)));
      for (DocumentTour.Step step : steps) {
        String command = step.command().replaceFirst("^kill -9 \\d+$", "kill -9 " + pid(replicas));
        check(step, command, folder, replicas.picket(), environment);
      }
    }
  }

  private static long pid(RunningReplicas replicas) {
    return replicas.named(VICTIM).pid();
  }

  /** What the replicas do takes a while, so whoever looks may look again. */
  private static void check(
      DocumentTour.Step step,
      String command,
      Path folder,
      PicketProcess picket,
      Map<String, String> environment) {
    if (command.startsWith("./picket ")) {
      Eventually.so(() -> checkOnce(step, command, folder, picket, environment));
    } else {
      checkOnce(step, command, folder, picket, environment);
    }
  }

  private static void checkOnce(
      DocumentTour.Step step,
      String command,
      Path folder,
      PicketProcess picket,
      Map<String, String> environment) {
    String printed = run(command, folder, picket, environment);
    assertThat(step.matches(printed))
        .as("$ %s%nprints%n%s%nand README says%n%s", command, printed, step.expected())
        .isTrue();
  }

  private static String run(
      String command, Path folder, PicketProcess picket, Map<String, String> environment) {
    try {
      return DocumentTour.run(command, folder, picket, environment)
          .replace("localhost:" + (picket.port() + 1), "localhost:8081")
          .replace("localhost:" + (picket.port() + 2), "localhost:8082");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  private static Map<String, String> environment(Kubectl kubectl, Path folder) throws IOException {
    String kubeconfig = folder.resolve("data/kubeconfig").toString();
    if (kubectl == Kubectl.INSTALLED) {
      return Map.of("KUBECONFIG", kubeconfig);
    }
    Path programs = Files.createDirectory(folder.resolve("programs"));
    KubectlStandIn.writeScript(programs.resolve("kubectl"));
    return Map.of(
        "KUBECONFIG", kubeconfig, "PATH", programs + File.pathSeparator + System.getenv("PATH"));
  }
}
