package dev.picket.sources.informer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.kube.KubeObject;
import java.time.Instant;
import java.util.Map;

/** Makes VulnerabilityReports for tests. */
final class Reports {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  static final Instant MADE = Instant.parse("2026-08-01T00:00:00Z");

  private Reports() {}

  /**
   * A report on the workload of the same name.
   *
   * @param severities by vulnerability
   */
  static KubeObject report(String uid, String name, long revision, Map<String, String> severities) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("apiVersion", "aquasecurity.github.io/v1alpha1").put("kind", "VulnerabilityReport");
    json.putObject("metadata")
        .put("name", name)
        .put("namespace", "shop")
        .putObject("labels")
        .put("trivy-operator.resource.kind", "Deployment")
        .put("trivy-operator.resource.name", name)
        .put("trivy-operator.resource.namespace", "shop");
    ObjectNode report = json.putObject("report");
    report.put("updateTimestamp", NOW.minusSeconds(1_000_000 - revision).toString());
    ArrayNode list = report.putArray("vulnerabilities");
    severities.forEach((vulnerability, severity) ->
        list.addObject()
            .put("vulnerabilityID", vulnerability)
            .put("resource", "libssl3")
            .put("severity", severity));
    return new KubeObject(uid, "shop", name, revision, MADE, json);
  }
}
