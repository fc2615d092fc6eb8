package dev.picket.sources.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.sources.ingester.IngesterFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts processes, since classes stay loaded once any test has used them. */
final class LazyCelTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void celIsLoadedOnlyWhenAnExpressionIsConfigured() throws Exception {
    assertThat(classesLoadedFor("ingesters: [{name: a, format: generic, filters: {}}]"))
        .contains("dev.picket.sources.ingester.IngesterFile")
        .doesNotContain("dev.cel.");
    assertThat(
            classesLoadedFor(
                "ingesters: [{name: a, format: generic, filters: {condition: 'true'}}]"))
        .contains("dev.cel.");
  }

  /** Reads the configuration it is given. */
  static final class Reading {

    private Reading() {}

    public static void main(String[] arguments) {
      IngesterFile.read(Path.of(arguments[0]));
    }
  }

  private String classesLoadedFor(String yaml) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("picket.yaml"), yaml);
    Path log = directory.resolve("classes");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return Files.readString(log);
  }
}
