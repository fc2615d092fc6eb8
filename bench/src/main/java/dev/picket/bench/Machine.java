package dev.picket.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {

  private Machine() {}

  static String description() {
    return "%s, %d cores, %d GiB, Linux %s, Java %s"
        .formatted(
            firstValue("/proc/cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            memoryGibibytes(),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static long memoryGibibytes() {
    String total = firstValue("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return total.isEmpty() ? 0 : Math.round(Long.parseLong(total) / 1024.0 / 1024.0);
  }

  private static String firstValue(String file, String key) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(key.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }
}
