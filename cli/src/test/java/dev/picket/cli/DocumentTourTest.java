package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents say that commands print is what they print. */
final class DocumentTourTest {

  /** Commands that documents show and other tests, or every developer, run. */
  private static final Set<String> RUN_ELSEWHERE =
      Set.of(
          "./picket up",
          "./picket up --replicas 3",
          "./picket lab start",
          "./picket lab start --data-dir lab-data",
          "./picket test",
          "./picket format",
          "./picket bench ingest");

  static Stream<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(Repository.root().resolve("docs"))) {
      List<Path> pages = docs.filter(path -> path.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(Repository.root().resolve("README.md")), pages.stream());
    }
  }

  static Stream<Path> documentsWithTours() throws IOException {
    return documents().filter(DocumentTourTest::hasTour);
  }

  @ParameterizedTest
  @MethodSource("documentsWithTours")
  void everyCommandPrintsWhatTheDocumentSays(Path document, @TempDir Path folder)
      throws IOException, InterruptedException {
    Files.createSymbolicLink(folder.resolve("examples"), Repository.root().resolve("examples"));
    try (PicketProcess picket = PicketProcess.up(folder)) {
      for (DocumentTour.Step step : DocumentTour.steps(document)) {
        String printed = DocumentTour.run(step.command(), folder, picket);
        assertThat(step.matches(printed))
            .as(
                "%s%n$ %s%nprints%n%s%nand the document says%n%s",
                document.getFileName(), step.command(), printed, step.expected())
            .isTrue();
      }
    }
  }

  @Test
  void theReadmeHasATour() throws IOException {
    assertThat(DocumentTour.steps(Repository.root().resolve("README.md")))
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void noOtherCommandGoesUntested(Path document) throws IOException {
    assertThat(DocumentTour.otherCommands(document)).isSubsetOf(RUN_ELSEWHERE);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkToAFileLeadsSomewhere(Path document) throws IOException {
    assertThat(DocumentLinks.files(document)).allSatisfy(file -> assertThat(file).exists());
  }

  private static boolean hasTour(Path document) {
    try {
      return !DocumentTour.steps(document).isEmpty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
