package dev.picket.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code picket up --replicas 3}, whole, and what becomes of it when one of them is killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplicasIT {

  private static final Integer[] SHARES = {342, 341, 341};

  private RunningReplicas replicas;

  @BeforeAll
  void start(@TempDir Path folder) {
    replicas = new RunningReplicas(folder, SHARES.length);
    replicas.cluster().prepareForReports();
  }

  @AfterAll
  void end() {
    replicas.close();
  }

  @BeforeEach
  void awaitBalance() {
    replicas.all().forEach(each -> Eventually.so(() -> each.group().assertShares(SHARES)));
  }

  @Test
  void allSeeTheSameGroup() {
    assertThat(replicas.all()).hasSize(SHARES.length);
    assertThat(replicas.all().stream().map(each -> each.group().members()).distinct()).hasSize(1);
  }

  @Test
  void eachTakesWebhooksAndAllCountTogether() {
    for (RunningReplicas.Announced each : replicas.all()) {
      assertThat(each.group().post("/ingest/falco", Reports.falco("web-1"))).isEqualTo(200);
    }
    assertThat(replicas.all())
        .allSatisfy(each ->
            assertThat(each.group().observations("falco", "web-1"))
                .containsExactly("Terminal shell medium open 3"));
  }

  @Test
  void aReportIsObservedOnceThoughAllOfThemWatch() {
    replicas.cluster().create(Cluster.REPORTS, Cluster.example("trivy-vulnerabilityreport.yaml"));
    for (RunningReplicas.Announced each : replicas.all()) {
      Eventually.so(() ->
          assertThat(each.group().findings("checkout-7c9d5f6b8"))
              .containsExactly(
                  "CVE-2023-4863 high open 1",
                  "CVE-2024-38820 medium open 1",
                  "CVE-2024-5535 critical open 1",
                  "CVE-2024-5535 high open 1",
                  "GHSA-xq4v-vrp9-vcf2 medium open 1"));
    }
  }

  @Test
  void whatChangesWhileItsOwnerIsDeadIsRightOnceItsPartitionsHaveAnother() {
    List<Reported> reports = createUntilOneOwns(3);
    String owner = anyGroup().ownerOf(reports.getFirst().uid());
    Group survivor = replicas.otherThan(owner).group();
    for (Reported each : reports) {
      Eventually.so(() ->
          assertThat(survivor.findings(each.workload()))
              .containsExactly("CVE-1 high open 1", "CVE-2 medium open 1"));
    }
    long epoch = survivor.epochOf(reports.getFirst().uid());
    String member = survivor.member(owner);

    replicas.named(owner).killNine();
    change(reports.get(0).workload());
    replicas.cluster().delete(TrivyReports.path(reports.get(1).workload()));
    recreate(reports.get(2).workload());

    assertFindings(survivor, reports.get(0), "CVE-1 high resolved 1", "CVE-2 critical open 2");
    assertFindings(survivor, reports.get(1), "CVE-1 high resolved 1", "CVE-2 medium resolved 1");
    assertFindings(
        survivor,
        reports.get(2),
        "CVE-1 high open 2",
        "CVE-2 medium resolved 1",
        "CVE-9 low open 1");
    assertThat(survivor.epochOf(reports.getFirst().uid())).isGreaterThan(epoch);
    Eventually.so(
        () -> assertThat(replicas.picket().output()).contains(owner + ": is ready again"));
    Eventually.so(() -> survivor.assertShares(SHARES));
    assertThat(survivor.members()).doesNotContain(member);
  }

  private void change(String workload) {
    replicas
        .cluster()
        .replace(
            TrivyReports.path(workload),
            TrivyReports.report(workload, Map.of("CVE-2", "CRITICAL")));
  }

  private void recreate(String workload) {
    replicas.cluster().delete(TrivyReports.path(workload));
    replicas
        .cluster()
        .create(
            Cluster.REPORTS,
            TrivyReports.report(workload, Map.of("CVE-1", "HIGH", "CVE-9", "LOW")));
  }

  private static void assertFindings(Group group, Reported report, String... findings) {
    Eventually.so(() -> assertThat(group.findings(report.workload())).containsExactly(findings));
  }

  private Group anyGroup() {
    return replicas.all().getFirst().group();
  }

  /** A report in the cluster. */
  private record Reported(String workload, String uid) {}

  /** Creates reports of two findings until so many belong to one owner, and returns those. */
  private List<Reported> createUntilOneOwns(int count) {
    Map<String, List<Reported>> byOwner = new HashMap<>();
    for (int i = 1; true; i++) {
      Reported created = create("web-" + i);
      List<Reported> owned =
          byOwner.computeIfAbsent(anyGroup().ownerOf(created.uid()), _ -> new ArrayList<>());
      owned.add(created);
      if (owned.size() == count) {
        return owned;
      }
    }
  }

  private Reported create(String workload) {
    JsonNode created =
        replicas
            .cluster()
            .create(
                Cluster.REPORTS,
                TrivyReports.report(workload, Map.of("CVE-1", "HIGH", "CVE-2", "MEDIUM")));
    return new Reported(workload, created.path("metadata").path("uid").asText());
  }
}
