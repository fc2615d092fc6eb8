package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.store.StoredObject;
import java.util.Set;

/**
 * A ValidatingAdmissionPolicyBinding.
 *
 * @param name of it
 * @param policy that it puts to use
 * @param matching narrows down what concerns the policy
 * @param parameters which ones the policy gets; missing when it gets none
 * @param actions what becomes of what does not hold
 */
record PolicyBinding(
    String name, String policy, Matching matching, JsonNode parameters, Set<String> actions) {

  static PolicyBinding of(StoredObject stored) {
    JsonNode spec = stored.content().path("spec");
    return new PolicyBinding(
        stored.key().name(),
        spec.path("policyName").asText(),
        Matching.ofPolicy(spec.path("matchResources")),
        spec.path("paramRef"),
        Set.copyOf(Rule.texts(spec.path("validationActions"))));
  }
}
