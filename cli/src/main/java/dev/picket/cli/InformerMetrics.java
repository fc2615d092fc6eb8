package dev.picket.cli;

import dev.picket.server.Metrics;
import dev.picket.sources.informer.Informer;
import dev.picket.sources.informer.InformerNumbers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What the informers tell of themselves, as metrics. */
final class InformerMetrics {

  private InformerMetrics() {}

  static void register(Metrics metrics, List<Informer> informers) {
    new Registration(metrics, informers).all();
  }

  private record Registration(Metrics metrics, List<Informer> informers) {

    void all() {
      add("held", "States of objects that the store holds.", InformerNumbers::held);
      add(
          "resolved",
          "Observations resolved since their objects said so.",
          InformerNumbers::resolved);
      add("gone", "Objects that are gone.", InformerNumbers::gone);
      add("not_ours", "Objects told that belong to another member.", InformerNumbers::notOurs);
      add("outdated", "States older than what the store knew.", InformerNumbers::outdated);
      add(
          "fenced",
          "States refused since another member owns the object.",
          InformerNumbers::fenced);
      add("malformed", "Objects that cannot be read at all.", InformerNumbers::malformed);
      add(
          "retried",
          "Attempts made again since the store did not answer.",
          InformerNumbers::retried);
      add("failed", "States given up because of a mistake of ours.", InformerNumbers::failed);
    }

    private void add(String what, String help, ToLongFunction<InformerNumbers> number) {
      metrics.counters("picket_informer_" + what + "_total", help, "source", () -> values(number));
    }

    private Map<String, Long> values(ToLongFunction<InformerNumbers> number) {
      Map<String, Long> values = new TreeMap<>();
      informers.forEach(each -> values.put(each.name(), number.applyAsLong(each.numbers())));
      return values;
    }
  }
}
