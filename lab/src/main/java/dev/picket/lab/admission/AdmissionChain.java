package dev.picket.lab.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Access;
import dev.picket.lab.kinds.KindRules;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Webhooks and policies as the store has them configured. Safe for use by many threads. */
public final class AdmissionChain implements Admission, AutoCloseable {

  /** Nothing may keep anybody from repairing what decides over everything. */
  private static final String OWN_GROUP = "admissionregistration.k8s.io";

  private final Webhooks webhooks;
  private final List<Admission> links;

  /**
   * @param latest what there is
   * @param access who may grant what
   * @param uids makes one up for each question
   */
  public AdmissionChain(
      Supplier<Snapshot> latest,
      TypeRegistry types,
      Access access,
      Conversion conversion,
      Supplier<String> uids) {
    Matching.Types versions = new TypeVersions(types, latest);
    this.webhooks = new Webhooks(latest, versions, conversion, uids);
    this.links =
        List.of(new Policies(latest, versions, types, conversion), webhooks, new Grants(access));
  }

  /** The rules of what configures admission, by resource. */
  public static Map<String, KindRules> rules() {
    return Map.of(
        "mutatingwebhookconfigurations." + OWN_GROUP,
        new WebhookConfigurationRules(true),
        "validatingwebhookconfigurations." + OWN_GROUP,
        new WebhookConfigurationRules(false),
        "validatingadmissionpolicies." + OWN_GROUP,
        new PolicyRules(),
        "validatingadmissionpolicybindings." + OWN_GROUP,
        new PolicyBindingRules());
  }

  @Override
  public boolean concerns(ResourceType type, Attempt.Operation operation) {
    if (type.group().equals(OWN_GROUP)) {
      return false;
    }
    for (Admission each : links) {
      if (each.concerns(type, operation)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public @Nullable ObjectNode mutate(Attempt attempt) {
    Attempt current = attempt;
    for (Admission each : links) {
      if (each.concerns(attempt.type(), attempt.operation())) {
        current = current.with(each.mutate(current));
      }
    }
    return current.object();
  }

  @Override
  public void validate(Attempt attempt) {
    for (Admission each : links) {
      if (each.concerns(attempt.type(), attempt.operation())) {
        each.validate(attempt);
      }
    }
  }

  @Override
  public void close() {
    webhooks.close();
  }
}
