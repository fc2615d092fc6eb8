package dev.picket.lab.cel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.kinds.RulesRegistry;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.structural.Trees;
import dev.picket.runtime.Ticker;
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
  void celIsLoadedOnlyWhenADefinitionHasARule() throws Exception {
    assertThat(classesLoadedFor("{type: 'object'}"))
        .contains("dev.picket.lab.kinds.DefinitionVersions")
        .doesNotContain("dev.cel.");
    assertThat(classesLoadedFor("{type: 'object', 'x-kubernetes-validations': [{rule: 'true'}]}"))
        .contains("dev.cel.");
  }

  /** Checks a definition with the schema that it is given. */
  static final class Checking {

    private Checking() {}

    public static void main(String[] arguments) {
      ObjectNode definition =
          Trees.tree(
              """
              {metadata: {name: 'as.e.dev'}, spec: {group: 'e.dev', scope: 'Cluster',
               names: {plural: 'as', singular: 'a', kind: 'A', listKind: 'AList'},
               conversion: {strategy: 'None'},
               versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: %s}}]},
               status: {storedVersions: ['v1']}}
              """
                  .formatted(arguments[0]));
      var problems =
          new RulesRegistry(Ticker.system(), java.util.Map.of())
              .of(BuiltInTypes.DEFINITION)
              .check(definition);
      if (!problems.isEmpty()) {
        throw new IllegalStateException(problems.toString());
      }
    }
  }

  private String classesLoadedFor(String schema) throws IOException, InterruptedException {
    Path log = directory.resolve("classes");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Checking.class.getName(),
                schema)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return Files.readString(log);
  }
}
