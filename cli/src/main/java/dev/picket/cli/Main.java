package dev.picket.cli;

import dev.picket.observation.InvalidInputException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** Where the process begins and ends. */
public final class Main {

  /** What went wrong is in the input: a flag, a file, an answer that says so. */
  static final int EXIT_BAD_INPUT = 2;

  /** The service that was asked cannot be reached or refuses. */
  static final int EXIT_UNAVAILABLE = 69;

  /** The process had to end since only that frees what it owns. */
  static final int EXIT_HALTED = 70;

  private Main() {}

  public static void main(String[] args) {
    setUpLogging(System.getenv());
    System.exit(commandLine().execute(args));
  }

  /** Ends the process at once, with nothing closed: others wait for its end, not for its work. */
  static void halt(String why) {
    System.err.println("picket: halts: " + why);
    Runtime.getRuntime().halt(EXIT_HALTED);
  }

  static CommandLine commandLine() {
    return new CommandLine(new PicketCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler((failure, command, _) -> explain(failure, command));
  }

  /** Must come before the first logger is asked for. */
  private static void setUpLogging(Map<String, String> environment) {
    String format = environment.getOrDefault("PICKET_LOG_FORMAT", "text");
    System.setProperty(
        "logback.configurationFile",
        format.equals("json") ? "logback-json.xml" : "logback-text.xml");
    // Helidon logs by java.util.logging; its lines go the way of all others.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  private static int explain(Exception failure, CommandLine command) throws Exception {
    return switch (failure) {
      case InvalidInputException invalid -> tell(invalid, EXIT_BAD_INPUT, command);
      case RefusedException refused -> tell(refused, EXIT_BAD_INPUT, command);
      case UnavailableException unavailable -> tell(unavailable, EXIT_UNAVAILABLE, command);
      default -> throw failure;
    };
  }

  private static int tell(Exception failure, int exitCode, CommandLine command) {
    command.getErr().println("picket: " + failure.getMessage());
    return exitCode;
  }
}
