package dev.picket.bench;

import java.sql.SQLException;
import java.time.Duration;

/**
 * One scenario measured with one number of connections: a second to warm up, a stretch at the peak,
 * and a stretch of open loop at half of it.
 *
 * @param acknowledged events of all three, answered 200
 * @param failed events of all three, answered otherwise or not at all
 * @param contents what the database holds of them afterwards
 * @param serverCpuPercent of one core, at the peak
 * @param databaseCpuPercent of one core, at the peak
 * @param clientCpuPercent of one core, at the peak: this process
 */
record Measurement(
    Scenario scenario,
    int connections,
    Load.Result peak,
    Load.Result half,
    long acknowledged,
    long failed,
    Database.Contents contents,
    double serverCpuPercent,
    double databaseCpuPercent,
    double clientCpuPercent,
    long residentMebibytes) {

  static Measurement take(
      Scenario kind,
      int connections,
      Duration duration,
      long seed,
      ServerProcess server,
      Database database)
      throws SQLException {
    database.empty();
    Scenario scenario = kind.at(connections);
    Load.Result warm = load(scenario, server, connections).saturate(Duration.ofSeconds(1), seed);
    double serverCpu = server.serverCpuSeconds();
    double databaseCpu = server.databaseCpuSeconds();
    double clientCpu = ServerProcess.cpuSeconds(ProcessHandle.current());
    Load.Result peak = load(scenario, server, connections).saturate(duration, seed + 1);
    double elapsed = peak.elapsed().toNanos() / 1e9;
    serverCpu = server.serverCpuSeconds() - serverCpu;
    databaseCpu = server.databaseCpuSeconds() - databaseCpu;
    clientCpu = ServerProcess.cpuSeconds(ProcessHandle.current()) - clientCpu;
    double halfTheRequests = peak.perSecond() / 2 / scenario.eventsPerRequest();
    Load.Result half =
        load(scenario, server, connections).openLoop(halfTheRequests, duration, seed + 2);
    return new Measurement(
        scenario,
        connections,
        peak,
        half,
        warm.acknowledged() + peak.acknowledged() + half.acknowledged(),
        warm.failed() + peak.failed() + half.failed(),
        database.contents(scenario.run()),
        100 * serverCpu / elapsed,
        100 * databaseCpu / elapsed,
        100 * clientCpu / elapsed,
        server.serverResidentMebibytes());
  }

  /** Acknowledged events that the database does not hold: there must be none. */
  long lost() {
    return Math.max(0, acknowledged - contents.occurrences());
  }

  boolean clean() {
    return lost() == 0 && failed == 0;
  }

  private static Load load(Scenario scenario, ServerProcess server, int connections) {
    return new Load(scenario, server.port(), connections);
  }
}
