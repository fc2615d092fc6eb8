package dev.picket.server;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's numbers for Prometheus. Each instance keeps its own; nothing is registered
 * globally, so that tests and several servers in one process do not meet.
 *
 * <p>Numbers are read from their suppliers when somebody asks for them; one whose supplier throws
 * is left out of the answer. Names follow Prometheus' conventions: base units, and counters end in
 * {@code _total}. Safe for use by many threads.
 */
public final class Metrics {

  private static final double[] LATENCY_SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private static final Logger log = LoggerFactory.getLogger(Metrics.class);

  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Histogram requests;

  /**
   * @param version of this build, shown as {@code picket_build_info}
   */
  public Metrics(String version) {
    JvmMetrics.builder().register(registry);
    Info.builder()
        .name("picket_build_info")
        .help("What runs here.")
        .labelNames("version", "java")
        .register(registry)
        .addLabelValues(version, Runtime.version().toString());
    requests =
        Histogram.builder()
            .name("picket_http_request_duration_seconds")
            .help("How long answers took; its count is the number of requests.")
            .labelNames("method", "route", "status")
            .classicOnly()
            .classicUpperBounds(LATENCY_SECONDS)
            .register(registry);
  }

  /** Adds a number that only grows; {@code name} ends in {@code _total}. */
  public void counter(String name, String help, LongSupplier value) {
    counters(name, help, new String[0], numbers -> numbers.add(value.getAsLong()));
  }

  /**
   * Adds numbers that only grow, told apart by one label.
   *
   * @param label the label's name
   * @param values the numbers by the label's value, asked for at each scrape
   */
  public void counters(String name, String help, String label, Supplier<Map<String, Long>> values) {
    counters(
        name,
        help,
        new String[] {label},
        numbers -> values.get().forEach((key, value) -> numbers.add(value, key)));
  }

  /** Adds a number that goes up and down. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> read(name, () -> callback.call(value.getAsDouble())))
        .register(registry);
  }

  /**
   * Adds numbers that go up and down, told apart by one label.
   *
   * @param values the numbers by the label's value, asked for at each scrape
   */
  public void gauges(String name, String help, String label, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(callback ->
            read(name, () -> values.get().forEach((key, value) -> callback.call(value, key))))
        .register(registry);
  }

  /** How a counter's numbers are told when it has labels. */
  interface Numbers {
    void add(long value, String... labelValues);
  }

  /** Adds numbers that only grow, told apart by labels. */
  void counters(String name, String help, String[] labels, Consumer<Numbers> reading) {
    CounterWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .callback(callback ->
            read(
                name,
                () ->
                    reading.accept(
                        (value, labelValues) -> callback.call((double) value, labelValues))))
        .register(registry);
  }

  /** One number that cannot be had must not cost the others: it is left out, and that is logged. */
  private void read(String name, Runnable reading) {
    try {
      reading.run();
      if (unreadable.remove(name)) {
        log.atInfo().addKeyValue("metric", name).log("can be read again");
      }
    } catch (RuntimeException failure) {
      if (unreadable.add(name)) {
        log.atWarn().addKeyValue("metric", name).setCause(failure).log("cannot be read");
      }
    }
  }

  void request(String method, String route, int status, Duration took) {
    requests.labelValues(method, route, Integer.toString(status)).observe(took.toNanos() / 1e9);
  }

  /** Everything as text, in the format that the {@code Accept} header asks for. */
  Exposition scrape(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(bytes, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Exposition(writer.getContentType(), bytes.toByteArray());
  }

  /** Numbers written down in one of Prometheus' formats. */
  @SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; nobody compares it
  record Exposition(String contentType, byte[] body) {}
}
