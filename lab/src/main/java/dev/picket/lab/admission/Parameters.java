package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.LabelSelector;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.SelectorObject;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the objects that are a policy's parameters. */
final class Parameters {

  /** How many objects one binding's selector may come to. */
  private static final int COUNT_MAX = 100;

  private final TypeRegistry types;

  Parameters(TypeRegistry types) {
    this.types = types;
  }

  /**
   * The parameters for an attempt; one that is null stands for none.
   *
   * @throws ExpressionException when there are none, and that is not allowed
   */
  List<@Nullable ObjectNode> find(
      Policy policy, PolicyBinding binding, Attempt attempt, Snapshot snapshot)
      throws ExpressionException {
    List<@Nullable ObjectNode> found = new ArrayList<>();
    if (!policy.parameterized() || !binding.parameters().isObject()) {
      found.add(null);
      return found;
    }
    JsonNode reference = binding.parameters();
    ResourceType type = type(policy, snapshot);
    String namespace = namespace(type, reference, attempt);
    if (reference.hasNonNull("name")) {
      snapshot
          .get(type.key(namespace, reference.path("name").asText()))
          .ifPresent(each -> found.add(each.content()));
    } else {
      LabelSelector selector = SelectorObject.parse(reference.path("selector"));
      snapshot.visit(
          type.scope(type.namespaced() ? namespace : null),
          each -> {
            if (selector.matches(each.labels())) {
              found.add(each.content());
            }
            return found.size() <= COUNT_MAX;
          });
    }
    if (found.size() > COUNT_MAX) {
      throw new ExpressionException(
          "failed to configure binding: more than " + COUNT_MAX + " params found");
    }
    if (found.isEmpty() && reference.path("parameterNotFoundAction").asText().equals("Deny")) {
      throw new ExpressionException(
          "failed to configure binding: no params found for policy binding with `Deny`"
              + " parameterNotFoundAction");
    }
    return found;
  }

  private ResourceType type(Policy policy, Snapshot snapshot) throws ExpressionException {
    for (ResourceType each : types.all(snapshot)) {
      if (each.apiVersion().equals(policy.paramVersion())
          && each.kind().equals(policy.paramKind())) {
        return each;
      }
    }
    throw new ExpressionException(
        "failed to configure policy: failed to find resource referenced by paramKind: '"
            + policy.paramVersion()
            + ", Kind="
            + policy.paramKind()
            + "'");
  }

  private static String namespace(ResourceType type, JsonNode reference, Attempt attempt)
      throws ExpressionException {
    String named = reference.path("namespace").asText();
    if (!type.namespaced()) {
      if (!named.isEmpty()) {
        throw new ExpressionException(
            "failed to configure binding: paramRef.namespace must not be provided for a"
                + " cluster-scoped `paramKind`");
      }
      return "";
    }
    String namespace = named.isEmpty() ? attempt.namespace() : named;
    if (namespace.isEmpty()) {
      throw new ExpressionException(
          "failed to configure binding: cannot use namespaced paramRef in policy binding that"
              + " matches cluster-scoped resources");
    }
    return namespace;
  }
}
