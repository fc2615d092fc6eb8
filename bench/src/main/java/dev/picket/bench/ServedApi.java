package dev.picket.bench;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One API server in a process of its own, which does what its standard input says. */
public final class ServedApi {

  private static final int WARM_STARTS = 40;

  /** Told of by java.util.logging; kept here, or their levels would be forgotten. */
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private static final Logger MOCK = Logger.getLogger("io.fabric8.mockwebserver");

  private ServedApi() {}

  /** Takes {@code lab}, {@code lab DIRECTORY} or {@code mock}. */
  public static void main(String[] arguments) throws IOException {
    HELIDON.setLevel(Level.WARNING);
    MOCK.setLevel(Level.WARNING);
    if (arguments[0].equals("mock")) {
      serveMock();
    } else {
      serveLab(settings(arguments));
    }
  }

  private static LabSettings settings(String[] arguments) {
    return arguments.length > 1
        ? LabSettings.DEFAULTS.withDataDirectory(Path.of(arguments[1]))
        : LabSettings.DEFAULTS;
  }

  private static LabServer lab(LabSettings settings) {
    return new LabServer(settings, InstantSource.system(), Ticker.system(), new SecureRandom());
  }

  private static void serveLab(LabSettings settings) throws IOException {
    try (LabServer lab = lab(settings)) {
      lab.start();
      say(
          "ready %s %s %s"
              .formatted(
                  lab.address(),
                  lab.token(),
                  Base64.getEncoder()
                      .encodeToString(lab.authority().getBytes(StandardCharsets.UTF_8))));
      obey(lab);
    }
  }

  private static void serveMock() throws IOException {
    KubernetesMockServer mock =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    mock.init();
    Thread.ofVirtual().start(() -> drain(mock));
    say("ready http://%s:%d none none".formatted(mock.getHostName(), mock.getPort()));
    obey(null);
    mock.destroy();
  }

  /** The mock keeps every request until somebody asks for it. */
  private static void drain(KubernetesMockServer mock) {
    try {
      while (true) {
        mock.takeRequest(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static void obey(@Nullable LabServer lab) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      say(
          switch (line) {
            case "heap" -> Long.toString(heap());
            case "warm" -> Long.toString(warmStart());
            case "cut" -> Long.toString(lab == null ? 0 : lab.watchesCutOff());
            default -> throw new IllegalArgumentException(line);
          });
    }
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** The median of the later starts, in microseconds. */
  private static long warmStart() {
    long[] micros = new long[WARM_STARTS];
    for (int each = 0; each < WARM_STARTS; each++) {
      long begun = System.nanoTime();
      try (LabServer another = lab(LabSettings.DEFAULTS)) {
        another.start();
        micros[each] = (System.nanoTime() - begun) / 1_000;
      }
    }
    long[] later = Arrays.copyOfRange(micros, WARM_STARTS / 2, WARM_STARTS);
    Arrays.sort(later);
    return later[later.length / 2];
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
