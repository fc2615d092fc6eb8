package dev.picket.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands that a document shows in its {@code console} blocks, with what it says they print;
 * those that want several replicas are in blocks {@code console replicas}, those that want a lab in
 * blocks {@code console lab}.
 *
 * <p>A line that begins with {@code $} is a command; the lines up to the next are its output, where
 * {@code ...} stands for anything, alone on a line for any lines.
 */
final class DocumentTour {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");

  /** One command and what the document says it prints. */
  record Step(String command, String expected) {

    boolean matches(String printed) {
      return Pattern.compile(pattern(), Pattern.DOTALL).matcher(printed.strip()).matches();
    }

    private String pattern() {
      return Pattern.compile("\\.\\.\\.")
          .splitAsStream(expected.strip() + " ")
          .map(Pattern::quote)
          .collect(Collectors.joining(".*"))
          .replaceFirst(" \\\\E$", "\\\\E");
    }
  }

  private DocumentTour() {}

  /** The steps for a single server. */
  static List<Step> steps(Path document) throws IOException {
    return steps(document, "console");
  }

  /** The steps for {@code picket up --replicas 3}. */
  static List<Step> stepsInReplicas(Path document) throws IOException {
    return steps(document, "console replicas");
  }

  /** The steps for {@code picket lab start}. */
  static List<Step> stepsInTheLab(Path document) throws IOException {
    return steps(document, "console lab");
  }

  private static List<Step> steps(Path document, String kind) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(document));
    while (blocks.find()) {
      if (blocks.group(1).equals(kind)) {
        addSteps(blocks.group(2), steps);
      }
    }
    return steps;
  }

  /** Commands in blocks that are not run here: each must be known to be run by another test. */
  static List<String> otherCommands(Path document) throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(document));
    while (blocks.find()) {
      if (blocks.group(1).equals("sh")) {
        blocks.group(2).lines().filter(line -> !line.isBlank()).forEach(commands::add);
      }
    }
    return commands;
  }

  private static void addSteps(String block, List<Step> steps) {
    String command = "";
    List<String> expected = new ArrayList<>();
    for (String line : block.lines().toList()) {
      if (line.startsWith("$ ")) {
        addStep(command, expected, steps);
        command = line.substring(2);
        expected.clear();
      } else if (command.endsWith("\\")) {
        command = command.substring(0, command.length() - 1) + line.strip();
      } else {
        expected.add(line);
      }
    }
    addStep(command, expected, steps);
  }

  private static void addStep(String command, List<String> expected, List<Step> steps) {
    if (!command.isEmpty()) {
      steps.add(new Step(command, String.join("\n", expected)));
    }
  }

  /** Runs a command as a person would, in a folder that looks like a checkout. */
  static String run(String command, Path folder, PicketProcess picket)
      throws IOException, InterruptedException {
    return run(command, folder, picket, Map.of());
  }

  /** The same with more in the environment. */
  static String run(
      String command, Path folder, PicketProcess picket, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh", "-c", command.replace("localhost:8080", "localhost:" + picket.port()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(folder.resolve("printed.txt").toFile());
    builder.environment().put("PICKET_SERVER", picket.address());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("does not end: " + command);
    }
    return Files.readString(folder.resolve("printed.txt"))
        .replace("localhost:" + picket.port(), "localhost:8080");
  }
}
