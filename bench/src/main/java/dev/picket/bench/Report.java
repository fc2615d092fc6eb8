package dev.picket.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A VulnerabilityReport.
 *
 * @param name its own, and its workload's
 * @param uid as the API server gave it
 */
record Report(String name, String uid, List<Finding> findings) {

  Report {
    findings = List.copyOf(findings);
  }

  /**
   * One vulnerability; no two of a report have the same id.
   *
   * @param id like CVE-2026-7
   * @param fixedVersion another one is news
   */
  record Finding(String id, String fixedVersion) {

    private String json() {
      return """
      {"vulnerabilityID":"%s","resource":"libssl3","installedVersion":"3.0.11-1~deb12u2",\
      "fixedVersion":"%s","severity":"HIGH","title":"openssl: buffer overread","score":8.1,\
      "primaryLink":"https://avd.aquasec.com/nvd/%s","class":"os-pkgs","packageType":"debian",\
      "target":"registry.example.com/bench/app:1.0.0 (debian 12.5)","links":[]}\
      """
          .formatted(id, fixedVersion, id);
    }
  }

  String json(String namespace) {
    return """
    {"apiVersion":"aquasecurity.github.io/v1alpha1","kind":"VulnerabilityReport",\
    "metadata":{"name":"%s","namespace":"%s","labels":{\
    "trivy-operator.container.name":"app","trivy-operator.resource.kind":"Deployment",\
    "trivy-operator.resource.name":"%s","trivy-operator.resource.namespace":"%s"}},\
    "report":{"artifact":{"repository":"bench/app","tag":"1.0.0"},"scanner":{"name":"Trivy"},\
    "vulnerabilities":%s}}\
    """
        .formatted(name, namespace, name, namespace, findingsJson());
  }

  /** A merge patch that makes the findings be what they are here. */
  String patch() {
    return "{\"report\":{\"vulnerabilities\":" + findingsJson() + "}}";
  }

  private String findingsJson() {
    return findings.stream().map(Finding::json).collect(Collectors.joining(",", "[", "]"));
  }
}
