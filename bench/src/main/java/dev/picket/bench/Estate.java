package dev.picket.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.bench.Report.Finding;
import dev.picket.coordination.shard.Pool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The reports in the cluster, and what is true of them. Safe for use by many threads. */
final class Estate {

  static final String NAMESPACE = "bench";
  static final String REPORTS =
      "/apis/aquasecurity.github.io/v1alpha1/namespaces/" + NAMESPACE + "/vulnerabilityreports";
  private static final String DEFINITIONS =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

  private final ApiServer server;
  private final Truth truth = new Truth();
  private final Map<String, Report> live = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Report> deleted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger vulnerabilities = new AtomicInteger();

  Estate(ApiServer server) {
    this.server = server;
  }

  Truth truth() {
    return truth;
  }

  /** Makes the kind, the namespace and so many reports. */
  void fill(int reports) throws IOException {
    server.create(
        DEFINITIONS,
        """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",\
        "metadata":{"name":"vulnerabilityreports.aquasecurity.github.io"},"spec":{\
        "group":"aquasecurity.github.io","scope":"Namespaced","names":{\
        "kind":"VulnerabilityReport","listKind":"VulnerabilityReportList",\
        "plural":"vulnerabilityreports","singular":"vulnerabilityreport"},\
        "versions":[{"name":"v1alpha1","served":true,"storage":true,"schema":{\
        "openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}\
        """);
    server.create(
        "/api/v1/namespaces",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(NAMESPACE));
    for (int i = 0; i < reports; i++) {
      create(new Report("report-" + i, "", List.of(next(), next(), next())));
    }
  }

  /** Live reports in these partitions, or in none of them. */
  List<Report> in(BitSet partitions, int count, boolean inside) {
    return live.values().stream()
        .filter(each -> partitions.get(Pool.UID.partition(each.uid(), count)) == inside)
        .toList();
  }

  void delete(Report report) throws IOException {
    server.delete(REPORTS + "/" + report.name());
    report.findings().forEach(each -> truth.resolved(report.name(), each));
    live.remove(report.name());
    deleted.add(report);
  }

  /** One finding says something new, one goes, and one comes. */
  void change(Report report) throws IOException {
    List<Finding> findings = new ArrayList<>(report.findings());
    Finding gone = findings.removeLast();
    Finding news = new Finding(findings.removeFirst().id(), "3.0." + fresh());
    Finding added = next();
    findings.add(news);
    findings.add(added);
    Report changed = new Report(report.name(), report.uid(), findings);
    server.patch(REPORTS + "/" + report.name(), changed.patch());
    truth.resolved(report.name(), gone);
    truth.told(report.name(), news);
    truth.told(report.name(), added);
    live.put(report.name(), changed);
  }

  /** Deletes it, and creates another that says the same under its name. */
  void recreate(Report report) throws IOException {
    server.delete(REPORTS + "/" + report.name());
    create(report);
  }

  /** Creates again what was deleted. */
  void restore() throws IOException {
    for (Report each = deleted.poll(); each != null; each = deleted.poll()) {
      create(each);
    }
  }

  private void create(Report report) throws IOException {
    JsonNode created = server.create(REPORTS, report.json(NAMESPACE));
    String uid = created.path("metadata").path("uid").asText();
    report.findings().forEach(each -> truth.told(report.name(), each));
    live.put(report.name(), new Report(report.name(), uid, report.findings()));
  }

  private Finding next() {
    return new Finding("CVE-2026-" + fresh(), "3.0.14-1~deb12u1");
  }

  private int fresh() {
    return vulnerabilities.incrementAndGet();
  }
}
