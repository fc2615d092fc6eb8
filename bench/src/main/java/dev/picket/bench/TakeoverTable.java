package dev.picket.bench;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What takeovers came to, for people. */
final class TakeoverTable {

  private final PrintWriter out;

  TakeoverTable(PrintWriter out) {
    this.out = out;
  }

  void head(Rig rig, int reports, int rate) throws SQLException {
    String version;
    try (Books books = rig.books()) {
      version = books.version();
    }
    out.printf(
        Locale.ROOT,
        """
        Machine: %s
        PostgreSQL %s, fsync on; Picket's lab as API server. Everything shares the machine.
        %d replicas, Lease 5/3/1 s; %,d reports of 3 findings each; %d webhooks/s to all replicas.
        In each run %d reports of the victim change right before the fault, and while it is away %d
        of its and %d of the others' are deleted, as many change, and as many are recreated.
        Unowned: for each of the victim's partitions, how long nobody worked on it, as seen every
        %d ms; after SIGTERM from when the map said that it is handed over, which is a little long.
        Caught up: from the fault until the database said all that was true, seen every %d ms.

                                          findings  counted    acked          stale writes    unowned, s    caught up, s
        fault                        runs    wrong    twice    acked     lost      refused  median     max  median     max
        """,
        Machine.description(),
        version,
        Rig.MEMBERS,
        reports,
        rate,
        Changes.IN_FLIGHT,
        Changes.OF_VICTIM,
        Changes.OF_OTHERS,
        GroupWatch.POLL_MILLIS,
        TakeoverTrials.LOOK_MILLIS);
    out.flush();
  }

  void row(Fault fault, List<Trial> trials) {
    out.printf(
        Locale.ROOT,
        "%-28s %4d %8d %8d %8d %8d %12d",
        fault.title(),
        trials.size(),
        trials.stream().mapToLong(Trial::wrong).sum(),
        trials.stream().mapToLong(Trial::twice).sum(),
        trials.stream().mapToLong(Trial::acknowledged).sum(),
        trials.stream().mapToLong(Trial::lost).sum(),
        trials.stream().mapToLong(Trial::refused).sum());
    times(
        median(trials.stream().flatMap(each -> each.unowned().stream())),
        max(trials.stream().map(Trial::longest)),
        trials.stream().map(Trial::caughtUp).toList());
  }

  void leaderHead() {
    out.printf(
        """

        Beside it: a single leader and a standby, Lease 15/10/2 s, looked at every 2 s and released
        in order, as Zen Watcher documents it; the election is Picket's. Unowned: until the standby
        leads. Caught up: until it has listed the reports; what is in them is not written.

        """);
    out.flush();
  }

  void leaderRow(Fault fault, List<LeaderTrials.Takeover> takeovers) {
    out.printf(Locale.ROOT, "%-28s %4d %48s", fault.title(), takeovers.size(), "");
    times(
        median(takeovers.stream().map(LeaderTrials.Takeover::unowned)),
        max(takeovers.stream().map(LeaderTrials.Takeover::unowned)),
        takeovers.stream().map(LeaderTrials.Takeover::caughtUp).toList());
  }

  private void times(double unownedMedian, double unownedMax, List<Duration> caughtUp) {
    out.printf(
        Locale.ROOT,
        " %7.2f %7.2f %7.2f %7.2f%n",
        unownedMedian,
        unownedMax,
        median(caughtUp.stream()),
        max(caughtUp.stream()));
    out.flush();
  }

  /** One run, in a line. */
  static String brief(Trial trial) {
    return String.format(
        Locale.ROOT,
        "%d wrong, %d twice, %d acked, %d lost, %d refused, unowned %.2f to %.2f s, caught up %.2f s",
        trial.wrong(),
        trial.twice(),
        trial.acknowledged(),
        trial.lost(),
        trial.refused(),
        median(trial.unowned().stream()),
        seconds(trial.longest()),
        seconds(trial.caughtUp()));
  }

  static String brief(LeaderTrials.Takeover takeover) {
    return String.format(
        Locale.ROOT,
        "unowned %.2f s, caught up %.2f s",
        seconds(takeover.unowned()),
        seconds(takeover.caughtUp()));
  }

  private static double median(Stream<Duration> durations) {
    List<Duration> sorted = durations.sorted().toList();
    return sorted.isEmpty() ? 0 : seconds(sorted.get(sorted.size() / 2));
  }

  private static double max(Stream<Duration> durations) {
    return seconds(durations.max(Comparator.naturalOrder()).orElse(Duration.ZERO));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
