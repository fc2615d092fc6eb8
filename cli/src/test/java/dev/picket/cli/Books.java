package dev.picket.cli;

import java.util.List;

/** The loss contract's numbers of one source, as {@code /metrics} tells them. */
record Books(
    long received, long stored, long repeated, long filtered, long rejected, long unavailable) {

  static Books of(String source, String metrics) {
    List<Long> numbers =
        List.of("received", "stored", "repeated", "filtered", "rejected", "unavailable").stream()
            .map(word -> sum("picket_occurrences_" + word + "_total{", source, metrics))
            .toList();
    return new Books(
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        numbers.get(5));
  }

  /** What the contract says is equal to received. */
  long settled() {
    return stored + repeated + filtered + rejected + unavailable;
  }

  private static long sum(String metric, String source, String metrics) {
    return (long)
        metrics
            .lines()
            .filter(line -> line.startsWith(metric))
            .filter(line -> line.contains("source=\"" + source + "\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }
}
