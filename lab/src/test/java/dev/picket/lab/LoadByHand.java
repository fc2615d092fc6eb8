package dev.picket.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A load check by hand: 8 clients create, and watchers hear of it; prints what it measured. */
final class LoadByHand {

  private static final int CLIENTS = 8;

  private LoadByHand() {}

  /** Takes how many objects to create, and how many watchers there are. */
  public static void main(String[] arguments) throws InterruptedException {
    int objects = Integer.parseInt(arguments[0]);
    int watchers = Integer.parseInt(arguments[1]);
    LabServer lab = Labs.started(LabSettings.DEFAULTS);
    run(lab, "warm-up", objects / 4, 0);
    run(lab, "creates", objects, 0);
    run(lab, "creates-watched", objects, watchers);
    System.out.println("watches cut off: " + lab.watchesCutOff());
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.out.println(
        "heap with "
            + (objects * 2 + objects / 4)
            + " objects, MB: "
            + (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
    lab.close();
  }

  private static void run(LabServer lab, String name, int objects, int watchers)
      throws InterruptedException {
    AtomicLong events = new AtomicLong();
    List<Thread> watching = new ArrayList<>();
    try (LabClient client = new LabClient(lab)) {
      String from = client.get("/api/v1/configmaps?limit=1").revision();
      for (int each = 0; each < watchers; each++) {
        Iterator<?> watch =
            client.watchLines("/api/v1/configmaps?watch=true&resourceVersion=" + from);
        watching.add(Thread.ofVirtual().start(() -> follow(watch, objects, events)));
      }
      long start = System.nanoTime();
      create(lab, name, objects);
      Duration created = Duration.ofNanos(System.nanoTime() - start);
      for (Thread each : watching) {
        each.join();
      }
      Duration told = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf(
          "%s: %d creates in %d ms = %d/s; %d watchers, %d events in %d ms = %d/s%n",
          name,
          objects,
          created.toMillis(),
          objects * 1000L / created.toMillis(),
          watchers,
          events.get(),
          told.toMillis(),
          events.get() * 1000 / told.toMillis());
    }
  }

  private static void follow(Iterator<?> watch, int objects, AtomicLong events) {
    for (int each = 0; each < objects && watch.hasNext(); each++) {
      watch.next();
      events.incrementAndGet();
    }
  }

  private static void create(LabServer lab, String prefix, int objects)
      throws InterruptedException {
    String value = "x".repeat(500);
    List<Thread> creating = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      String name = prefix + "-" + client + "-";
      creating.add(
          Thread.ofPlatform()
              .start(() -> {
                try (LabClient own = new LabClient(lab)) {
                  for (int each = 0; each < objects / CLIENTS; each++) {
                    if (own.createMap(name + each, value).status() != 201) {
                      throw new IllegalStateException("not created");
                    }
                  }
                }
              }));
    }
    for (Thread each : creating) {
      each.join();
    }
  }
}
