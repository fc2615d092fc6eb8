package dev.picket.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Reports of the Trivy operator about workloads of the namespace shop. */
final class TrivyReports {

  private static final ObjectMapper JSON = new ObjectMapper();

  private TrivyReports() {}

  static String name(String workload) {
    return "deployment-" + workload + "-app";
  }

  static String path(String workload) {
    return Cluster.REPORTS + "/" + name(workload);
  }

  /**
   * A report about a Deployment.
   *
   * @param findings severities by vulnerability
   */
  static ObjectNode report(String workload, Map<String, String> findings) {
    ObjectNode root = JSON.createObjectNode();
    root.put("apiVersion", "aquasecurity.github.io/v1alpha1").put("kind", "VulnerabilityReport");
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("name", name(workload)).put("namespace", "shop");
    metadata
        .putObject("labels")
        .put("trivy-operator.container.name", "app")
        .put("trivy-operator.resource.kind", "Deployment")
        .put("trivy-operator.resource.name", workload)
        .put("trivy-operator.resource.namespace", "shop");
    ObjectNode report = root.putObject("report");
    report.putObject("artifact").put("repository", "shop/" + workload).put("tag", "1.0");
    ArrayNode vulnerabilities = report.putArray("vulnerabilities");
    findings.forEach((vulnerability, severity) ->
        vulnerabilities
            .addObject()
            .put("vulnerabilityID", vulnerability)
            .put("severity", severity)
            .put("resource", "libssl3")
            .put("installedVersion", "3.0.11")
            .put("title", vulnerability + " in " + workload));
    return root;
  }
}
