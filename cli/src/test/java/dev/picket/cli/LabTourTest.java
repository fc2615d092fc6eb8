package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/lab.md says that kubectl prints is what it prints. */
@Tag("kubectl")
final class LabTourTest {

  private static final Path DOCUMENT = Repository.root().resolve("docs/lab.md");

  @Test
  void everyCommandPrintsWhatTheDocumentSays(@TempDir Path folder)
      throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("examples"), Repository.root().resolve("examples"));
    Path kubeconfig = folder.resolve("picket-lab.kubeconfig");
    List<DocumentTour.Step> steps = DocumentTour.stepsInTheLab(DOCUMENT);
    assertThat(steps).hasSizeGreaterThan(12);
    try (PicketProcess picket = PicketProcess.lab(folder)) {
      for (DocumentTour.Step step : steps) {
        String printed =
            DocumentTour.run(
                step.command(), folder, picket, Map.of("KUBECONFIG", kubeconfig.toString()));
        assertThat(step.matches(printed))
            .as(
                "$ %s%nprints%n%s%nand the document says%n%s",
                step.command(), printed, step.expected())
            .isTrue();
      }
    }
  }
}
