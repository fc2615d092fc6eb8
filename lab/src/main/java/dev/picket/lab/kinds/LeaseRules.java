package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;

/** Leases. */
final class LeaseRules implements KindRules {

  @Override
  public List<FieldProblem> check(ObjectNode lease) {
    Problems problems = new Problems();
    JsonNode spec = lease.path("spec");
    problems.positive("spec.leaseDurationSeconds", spec.path("leaseDurationSeconds"));
    JsonNode transitions = spec.path("leaseTransitions");
    if (transitions.asInt() < 0) {
      problems.invalid("spec.leaseTransitions", transitions, "must be greater than or equal to 0");
    }
    JsonNode strategy = spec.path("strategy");
    if (!strategy.isMissingNode()) {
      problems.format("spec.strategy", strategy.asText(), Formats.qualifiedName(strategy.asText()));
    }
    return problems.found();
  }
}
