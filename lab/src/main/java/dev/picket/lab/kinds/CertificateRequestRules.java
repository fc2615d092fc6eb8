package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** CertificateSigningRequests. */
final class CertificateRequestRules implements KindRules {

  private static final int SECONDS_MIN = 600;

  @Override
  public void prepare(ObjectNode request, Surroundings around) {
    request.putObject("status");
  }

  @Override
  public void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {
    // What is requested never changes, so a change of it is left out as the real one does.
    if (former.has("spec")) {
      next.set("spec", former.get("spec"));
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode request) {
    Problems problems = new Problems();
    JsonNode spec = request.path("spec");
    String signer = spec.path("signerName").asText();
    if (signer.isEmpty()) {
      problems.required("spec.signerName", "");
    } else if (signer.indexOf('/') < 1 || !Formats.qualifiedName(signer).isEmpty()) {
      problems.invalid(
          "spec.signerName",
          signer,
          "must be a fully qualified domain and path of the form" + " 'example.com/signer-name'");
    }
    String content =
        new String(
            Base64.getDecoder().decode(spec.path("request").asText()), StandardCharsets.UTF_8);
    if (!content.strip().startsWith("-----BEGIN CERTIFICATE REQUEST-----")) {
      problems.invalid(
          "spec.request", spec.path("request"), "PEM block type must be CERTIFICATE REQUEST");
    }
    JsonNode usages = spec.path("usages");
    if (usages.isEmpty()) {
      problems.required("spec.usages", "usages must be provided");
    }
    Set<String> seen = new HashSet<>();
    for (int index = 0; index < usages.size(); index++) {
      String usage = usages.get(index).asText();
      if (!seen.add(usage)) {
        problems.duplicate("spec.usages[" + index + "]", usage);
      }
    }
    JsonNode seconds = spec.path("expirationSeconds");
    if (!seconds.isMissingNode() && seconds.asInt() < SECONDS_MIN) {
      problems.invalid(
          "spec.expirationSeconds",
          seconds,
          "may not specify a duration less than 600 seconds (10 minutes)");
    }
    return problems.found();
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    return new ArrayList<>();
  }

  @Override
  public List<FieldProblem> checkPart(String subresource, ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    JsonNode conditions = next.path("status").path("conditions");
    boolean approved = false;
    boolean denied = false;
    for (int index = 0; index < conditions.size(); index++) {
      String type = conditions.get(index).path("type").asText();
      approved |= type.equals("Approved");
      denied |= type.equals("Denied");
    }
    if (approved && denied) {
      problems.invalid(
          "status.conditions", conditions, "Approved and Denied conditions are mutually exclusive");
    }
    return problems.found();
  }
}
