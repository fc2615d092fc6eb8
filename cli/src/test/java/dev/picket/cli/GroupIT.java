package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two {@code picket server} of one group, on a database and a cluster that are somebody else's. */
final class GroupIT {

  private static final Integer[] HALVES = {512, 512};
  private static final Map<String, String> TWO = Map.of("CVE-1", "HIGH", "CVE-2", "MEDIUM");

  private Surroundings surroundings;
  private PicketProcess first;
  private PicketProcess second;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    surroundings = new Surroundings(folder);
    first = surroundings.member("picket-1");
    second = surroundings.member("picket-2");
    Eventually.so(() -> group(first).assertShares(HALVES));
    Eventually.so(() -> group(second).assertShares(HALVES));
  }

  @AfterEach
  void end() throws IOException {
    first.close();
    second.close();
    surroundings.close();
  }

  private static Group group(PicketProcess process) {
    return new Group(process.address());
  }

  @Test
  void aMemberThatIsToldToEndHandsOverBeforeItDoes() {
    String leaver = group(second).member("picket-1");
    List<Long> epochs = group(second).epochs();

    assertThat(first.terminate()).isEqualTo(143);

    Eventually.so(() -> group(second).assertShares(Group.PARTITIONS));
    assertThat(group(second).members()).containsExactly(group(second).member("picket-2"));
    assertThat(group(second).reasons()).contains("leaving").doesNotContain("seized");
    assertThat(grown(epochs, group(second).epochs())).isEqualTo(Group.PARTITIONS / 2);
    Eventually.so(() -> assertThat(surroundings.holders()).doesNotContain(leaver));
  }

  /** How many partitions have a newer epoch than before. */
  private static long grown(List<Long> before, List<Long> after) {
    assertThat(after).hasSameSizeAs(before);
    return IntStream.range(0, before.size()).filter(i -> after.get(i) > before.get(i)).count();
  }

  @Test
  void aDrainMovesEverythingAndItsUndoBringsHalfBack() {
    CommandRun drain = CommandRun.of("drain", "picket-1", "--wait", "--server", second.address());
    assertThat(drain.exitCode()).as(drain.err()).isZero();
    assertThat(drain.out()).contains(" is being drained").contains(" owns no partitions.");
    Eventually.so(() -> group(first).assertShares(Group.PARTITIONS, 0));
    assertThat(first.post("/ingest/falco", Reports.falco("web-1")).statusCode()).isEqualTo(200);

    CommandRun undo = CommandRun.of("drain", "picket-1", "--undo", "--server", first.address());
    assertThat(undo.out()).contains(" may have partitions again.");
    Eventually.so(() -> group(second).assertShares(HALVES));
    assertThat(group(second).reasons()).contains("drained", "balanced");
  }

  @Test
  void whileTheClusterIsAwayWebhooksAreTakenAndAfterwardsNothingIsMissing() {
    surroundings.cluster().prepareForReports();
    surroundings.cluster().create(Cluster.REPORTS, TrivyReports.report("cart", TWO));
    Eventually.so(() -> assertThat(group(first).findings("cart")).hasSize(2));

    surroundings.link().cut();
    Eventually.so(() -> assertThat(open(first) + open(second)).isZero());
    for (PicketProcess each : new PicketProcess[] {first, second}) {
      assertThat(each.get("/readyz").statusCode()).isEqualTo(200);
      assertThat(each.post("/ingest/falco", Reports.falco("web-2")).statusCode()).isEqualTo(200);
    }
    surroundings
        .cluster()
        .replace(
            TrivyReports.path("cart"), TrivyReports.report("cart", Map.of("CVE-2", "CRITICAL")));
    surroundings.cluster().create(Cluster.REPORTS, TrivyReports.report("search", TWO));
    surroundings.link().mend();

    Eventually.so(() -> group(first).assertShares(HALVES));
    Eventually.so(() ->
        assertThat(group(first).findings("cart"))
            .containsExactly("CVE-1 high resolved 1", "CVE-2 critical open 2"));
    Eventually.so(() ->
        assertThat(group(second).findings("search"))
            .containsExactly("CVE-1 high open 1", "CVE-2 medium open 1"));
    assertThat(group(second).observations("falco", "web-2"))
        .containsExactly("Terminal shell medium open 2");
  }

  /** How many partitions a member works on. */
  private static long open(PicketProcess process) {
    return process
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("picket_shard_partitions{state=\"open\"}"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aShardMapThatSomebodySpoiltIsMadeAnewAndItsEpochsGoOn() {
    List<Long> epochs = group(first).epochs();
    String path = Cluster.CONFIG_MAPS + "/picket-shards";
    ObjectNode map = surroundings.cluster().read(path).deepCopy();
    map.withObject("/data").put("map.json", "garbage");
    surroundings.cluster().replace(path, map);

    Eventually.so(
        () -> assertThat(grown(epochs, group(first).epochs())).isEqualTo(Group.PARTITIONS));
    Eventually.so(() -> group(first).assertShares(HALVES));
    Eventually.so(() -> assertThat(open(first)).isEqualTo(512));
    Eventually.so(() -> assertThat(open(second)).isEqualTo(512));
  }

  @Test
  void aMemberWhoseLeaseSomebodyTookComesBackAsAnother() {
    String before = group(second).member("picket-1");
    String path = Cluster.LEASES + "/picket-" + before;
    ObjectNode lease = surroundings.cluster().read(path).deepCopy();
    lease.withObject("/spec").put("holderIdentity", "somebody");
    surroundings.cluster().replace(path, lease);

    Eventually.so(() -> {
      assertThat(group(second).member("picket-1")).isNotEqualTo(before);
      group(second).assertShares(HALVES);
    });
    Eventually.so(() -> assertThat(open(first) + open(second)).isEqualTo(Group.PARTITIONS));
    assertThat(first.get("/readyz").statusCode()).isEqualTo(200);
  }
}
