package dev.picket.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./picket bench lab}: the embedded Kubernetes API, beside fabric8's mock server. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measure the lab: its start, creates, watches, memory and gets, over HTTP/2 with TLS; and",
      "fabric8's kubernetes-server-mock in CRUD mode, which has neither, over plain HTTP/1.1.",
      "Each server is a process of its own with a heap of 512 MiB; the clients are in this one."
    },
    footer = {
      "",
      "The mock looks at every object for each request, so it gets fewer; its watches tell",
      "everything from the start, over WebSockets only. Exit code 1: a watch of the lab lost,",
      "repeated or reordered an event, or was cut off."
    })
final class LabBenchmark implements Callable<Integer> {

  private static final int STARTS = 5;
  private static final int WARM_UP = 5_000;
  private static final int MOCK_SHARE = 20;
  private static final int GETS = 4_000;
  private static final int MOCK_GETS = 400;
  private static final Duration TELLING = Duration.ofMinutes(2);
  private static final Duration MOCK_TELLING = Duration.ofSeconds(15);
  private static final double MIB = 1024.0 * 1024.0;

  @Spec private CommandSpec spec;

  @Option(
      names = "--creates",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Creates to measure. Default: ${DEFAULT-VALUE}; the mock gets a twentieth.")
  private int creates;

  @Option(
      names = "--watchers",
      paramLabel = "N",
      defaultValue = "100",
      description = "Watches that hear of each create. Default: ${DEFAULT-VALUE}.")
  private int watchers;

  @Option(
      names = "--told",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Creates while they watch. Default: ${DEFAULT-VALUE}; the mock gets a twentieth.")
  private int told;

  @Option(
      names = "--objects",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "Objects for heap and gets. Default: ${DEFAULT-VALUE}; the mock gets a twentieth.")
  private int objects;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Machine: " + Machine.description());
    out.println("Servers and clients share it. ConfigMaps of 0.7 kB, 8 clients that create.");
    out.println();
    start(out);
    boolean lossless = lab(out);
    durable(out);
    mock(out);
    out.flush();
    return lossless ? 0 : 1;
  }

  /** As the launcher starts it, with its classes loaded ahead of time (JEP 514), and without. */
  private static void start(PrintWriter out) throws IOException {
    Path folder = Files.createTempDirectory("picket-bench-lab");
    Path cache = folder.resolve("lab.aot");
    try {
      ServedApiProcess.startWith(
              List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"),
              // The JVM that writes the cache tells its whole class path.
              Redirect.DISCARD,
              "lab")
          .close();
      List<String> cached = List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off");
      row(out, "lab: start in a fresh JVM, ms", median(cached), "under 1,000");
      row(out, "the same without the class cache, ms", median(List.of()), "");
    } finally {
      Files.deleteIfExists(cache);
      Files.deleteIfExists(folder.resolve("lab.aot.config"));
      Files.deleteIfExists(folder);
    }
  }

  /** The median of some starts: a single one tells of the disk's cache. */
  private static double median(List<String> options) throws IOException {
    List<Double> taken = new ArrayList<>();
    for (int each = 0; each < STARTS; each++) {
      try (ServedApiProcess api = ServedApiProcess.startWith(options, Redirect.INHERIT, "lab")) {
        taken.add(api.startMillis());
      }
    }
    Collections.sort(taken);
    return taken.get(STARTS / 2);
  }

  private boolean lab(PrintWriter out) throws IOException {
    try (ServedApiProcess api = ServedApiProcess.start("lab")) {
      row(out, "lab: start in a warm one, ms", api.ask("warm") / 1e3, "under 50");
      MapLoad.create(api, "warm-", WARM_UP);
      row(out, "lab: creates/s", MapLoad.create(api, "create-", creates), "3,000");
      boolean lossless = deliveries(api, out);
      int there = WARM_UP + creates + told;
      MapLoad.create(api, "more-", Math.max(1, objects - there));
      int all = Math.max(objects, there + 1);
      row(
          out,
          String.format(Locale.ROOT, "lab: heap with %,d objects, MiB", all),
          api.ask("heap") / MIB,
          "under 512");
      gets(out, "lab", MapLoad.get(api, "create-", creates, GETS), all);
      return lossless;
    }
  }

  private boolean deliveries(ServedApiProcess api, PrintWriter out) throws IOException {
    try (MapWatchers watching = MapWatchers.open(api, watchers, told)) {
      long begun = System.nanoTime();
      double created = MapLoad.create(api, "told-", told);
      watching.await(TELLING);
      double seconds = (System.nanoTime() - begun) / 1e9;
      long lost = (long) watchers * told - watching.told();
      row(out, "lab: creates/s meanwhile", created, "");
      row(
          out,
          String.format(Locale.ROOT, "lab: deliveries/s to %d watches", watchers),
          watching.told() / seconds,
          "50,000");
      row(out, "lab: events lost", (double) lost, "0");
      row(out, "lab: events out of order or twice", (double) watching.disordered(), "0");
      long cut = api.ask("cut");
      row(out, "lab: watches cut off", (double) cut, "0");
      return lost == 0 && watching.disordered() == 0 && cut == 0;
    }
  }

  private void durable(PrintWriter out) throws IOException {
    Path directory = Files.createTempDirectory("picket-bench-lab");
    try {
      try (ServedApiProcess api = ServedApiProcess.start("lab", directory.toString())) {
        MapLoad.create(api, "warm-", WARM_UP);
        row(
            out,
            "lab with --data-dir: creates/s, each on disk",
            MapLoad.create(api, "create-", creates),
            "");
      }
      try (ServedApiProcess api = ServedApiProcess.start("lab", directory.toString())) {
        row(
            out,
            String.format(
                Locale.ROOT, "lab with --data-dir: start with %,d objects, ms", WARM_UP + creates),
            api.startMillis(),
            "");
      }
    } finally {
      remove(directory);
    }
  }

  private void mock(PrintWriter out) throws IOException {
    int count = Math.max(1, creates / MOCK_SHARE);
    int heard = Math.max(1, told / MOCK_SHARE);
    try (ServedApiProcess api = ServedApiProcess.start("mock")) {
      row(out, "mock: start in a fresh JVM, ms", api.startMillis(), "");
      MapLoad.create(api, "warm-", count);
      row(
          out,
          String.format(Locale.ROOT, "mock: creates/s, the first %,d to %,d", count, 2 * count),
          MapLoad.create(api, "create-", count),
          "");
      try (MapWatchers watching = MapWatchers.openSockets(api, watchers, heard, "\"told-")) {
        // It begins to tell some time after the handshake.
        Pause.millis(1_000);
        long begun = System.nanoTime();
        MapLoad.create(api, "told-", heard);
        watching.await(MOCK_TELLING);
        double seconds = (System.nanoTime() - begun) / 1e9;
        row(
            out,
            String.format(Locale.ROOT, "mock: deliveries/s to %d WebSockets", watchers),
            watching.told() / seconds,
            "");
        row(
            out,
            "mock: events that had not come after 15 s",
            (double) ((long) watchers * heard - watching.told()),
            "");
      }
      int there = 2 * count + heard;
      MapLoad.create(api, "more-", Math.max(1, objects / MOCK_SHARE - there));
      int all = Math.max(objects / MOCK_SHARE, there + 1);
      row(
          out,
          String.format(Locale.ROOT, "mock: heap with %,d objects, MiB", all),
          api.ask("heap") / MIB,
          "");
      gets(out, "mock", MapLoad.get(api, "create-", count, MOCK_GETS), all);
    }
  }

  private static void gets(PrintWriter out, String server, Histogram micros, int all) {
    String target = server.equals("lab") ? "under 2" : "";
    row(
        out,
        String.format(Locale.ROOT, "%s: get among %,d, p50 ms", server, all),
        micros.getValueAtPercentile(50) / 1e3,
        target);
    row(
        out,
        String.format(Locale.ROOT, "%s: get among %,d, p99 ms", server, all),
        micros.getValueAtPercentile(99) / 1e3,
        "");
  }

  private static void row(PrintWriter out, String name, double value, String target) {
    String line = value < 100 ? "%-52s %,12.2f  %s" : "%-52s %,12.0f  %s";
    out.println(
        String.format(Locale.ROOT, line, name, value, target.isEmpty() ? "" : "aim: " + target)
            .stripTrailing());
    out.flush();
  }

  private static void remove(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
    Files.delete(directory);
  }
}
