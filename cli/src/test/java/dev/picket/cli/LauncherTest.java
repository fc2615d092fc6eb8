package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher finds a JDK that is new enough, or says what it wants. */
final class LauncherTest {

  private static final int EXIT_UNAVAILABLE = 69;

  /** What a run of the launcher left behind. */
  private record Ended(int exitCode, String printed) {}

  @Test
  void withoutAJdkItSaysWhatIsMissingAndExits69(@TempDir Path folder) throws Exception {
    Ended ended = launch(folder, Map.of());
    assertThat(ended.printed()).contains("no JDK 25 or newer").contains("JAVA_HOME");
    assertThat(ended.exitCode()).isEqualTo(EXIT_UNAVAILABLE);
  }

  @Test
  void aJavaHomeThatIsTooOldIsPassedOver(@TempDir Path folder) throws Exception {
    Path old = jdk(folder.resolve("old"), "17.0.15");
    assertThat(launch(folder, Map.of("JAVA_HOME", old.toString())).exitCode())
        .isEqualTo(EXIT_UNAVAILABLE);
    Path current = jdk(folder.resolve("current"), "25.0.3");
    Ended ended =
        launch(
            folder,
            Map.of(
                "JAVA_HOME", old.toString(), "PICKET_JAVA_ROOTS", folder.resolve("*").toString()));
    assertThat(ended.printed()).contains("ran " + current + "/bin/java");
    assertThat(ended.exitCode()).isZero();
  }

  /** A folder that looks like a JDK, whose java tells that it ran. */
  private static Path jdk(Path folder, String version) throws IOException {
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String program : new String[] {"java", "javac"}) {
      Path file = folder.resolve("bin").resolve(program);
      Files.writeString(file, "#!/bin/sh\necho ran \"$0\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return folder;
  }

  /** Runs a copy of the launcher, in a checkout that is built, where no JDK can be found. */
  private static Ended launch(Path folder, Map<String, String> environment) throws Exception {
    Path launcher = folder.resolve("checkout/picket");
    Files.createDirectories(folder.resolve("checkout/cli/target"));
    if (!Files.exists(launcher)) {
      Files.copy(Repository.root().resolve("picket"), launcher);
      Files.writeString(folder.resolve("checkout/cli/target/built"), "");
    }
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", launcher.toString(), "version").redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", toolsWithoutJava(folder).toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("PICKET_JAVA_ROOTS", "/nonexistent/*");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), printed);
  }

  private static Path toolsWithoutJava(Path folder) throws IOException {
    Path tools = folder.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectories(tools);
      for (String tool : new String[] {"sed", "dirname", "readlink", "find", "head"}) {
        Path wrapper = tools.resolve(tool);
        Files.writeString(
            wrapper, "#!/bin/sh\nPATH=/usr/bin:/bin exec %s \"$@\"\n".formatted(tool));
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return tools;
  }
}
