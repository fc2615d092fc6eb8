package dev.picket.lab.kinds;

import static dev.picket.lab.kinds.Defaults.object;
import static dev.picket.lab.kinds.Defaults.objects;
import static dev.picket.lab.kinds.Defaults.put;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import java.util.List;
import java.util.Map;

/** The rules of the built-in kinds. */
final class BuiltInRules {

  /** By plural and group. */
  private static final Map<String, KindRules> BY_RESOURCE =
      Map.ofEntries(
          Map.entry("configmaps", new ConfigMapRules()),
          Map.entry("endpoints", new EndpointsRules()),
          Map.entry("events", new EventRules()),
          Map.entry("limitranges", new LimitRangeRules()),
          Map.entry("namespaces", new NamespaceRules()),
          Map.entry("nodes", new NodeRules()),
          Map.entry("persistentvolumeclaims", new ClaimRules()),
          Map.entry("persistentvolumes", new VolumeRules()),
          Map.entry("pods", new PodRules()),
          Map.entry("podtemplates", new PlainRules(true, BuiltInRules::podTemplate)),
          Map.entry("replicationcontrollers", new ReplicationControllerRules()),
          Map.entry("resourcequotas", new QuotaRules()),
          Map.entry("secrets", new SecretRules()),
          Map.entry("services", new ServiceRules()),
          Map.entry(
              "mutatingwebhookconfigurations.admissionregistration.k8s.io", new WebhookRules(true)),
          Map.entry(
              "validatingwebhookconfigurations.admissionregistration.k8s.io",
              new WebhookRules(false)),
          Map.entry(
              "validatingadmissionpolicies.admissionregistration.k8s.io",
              new PlainRules(true, BuiltInRules::admissionPolicy)),
          Map.entry(
              "validatingadmissionpolicybindings.admissionregistration.k8s.io",
              new PlainRules(true, BuiltInRules::admissionPolicyBinding)),
          Map.entry("customresourcedefinitions.apiextensions.k8s.io", new DefinitionRules()),
          Map.entry("daemonsets.apps", new DaemonSetRules()),
          Map.entry("deployments.apps", new DeploymentRules()),
          Map.entry("replicasets.apps", new ReplicaSetRules()),
          Map.entry("statefulsets.apps", new StatefulSetRules()),
          Map.entry("horizontalpodautoscalers.autoscaling", new AutoscalerRules()),
          Map.entry("cronjobs.batch", new CronJobRules()),
          Map.entry("jobs.batch", new JobRules()),
          Map.entry(
              "certificatesigningrequests.certificates.k8s.io", new CertificateRequestRules()),
          Map.entry("leases.coordination.k8s.io", new LeaseRules()),
          Map.entry("endpointslices.discovery.k8s.io", new EndpointSliceRules()),
          Map.entry(
              "flowschemas.flowcontrol.apiserver.k8s.io",
              new PlainRules(true, BuiltInRules::flowSchema)),
          Map.entry(
              "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
              new PlainRules(true, _ -> {})),
          Map.entry("ingressclasses.networking.k8s.io", new PlainRules(true, _ -> {})),
          Map.entry("ingresses.networking.k8s.io", new IngressRules()),
          Map.entry("networkpolicies.networking.k8s.io", new NetworkPolicyRules()),
          Map.entry("poddisruptionbudgets.policy", new DisruptionBudgetRules()),
          Map.entry(
              "clusterrolebindings.rbac.authorization.k8s.io",
              new RoleBindingRules(List.of("ClusterRole"))),
          Map.entry("clusterroles.rbac.authorization.k8s.io", new RoleRules(false)),
          Map.entry(
              "rolebindings.rbac.authorization.k8s.io",
              new RoleBindingRules(List.of("Role", "ClusterRole"))),
          Map.entry("roles.rbac.authorization.k8s.io", new RoleRules(true)),
          Map.entry("priorityclasses.scheduling.k8s.io", new PriorityClassRules()),
          Map.entry("csidrivers.storage.k8s.io", new PlainRules(false, BuiltInRules::driver)),
          Map.entry("storageclasses.storage.k8s.io", new StorageClassRules()));

  private BuiltInRules() {}

  /** The rules of a built-in kind. */
  static KindRules of(ResourceType type) {
    return BY_RESOURCE.getOrDefault(type.stored().resource(), KindRules.NONE);
  }

  private static void podTemplate(ObjectNode template) {
    PodDefaults.template(object(template, "template"));
  }

  private static void admissionPolicy(ObjectNode policy) {
    ObjectNode spec = object(policy, "spec");
    put(spec, "failurePolicy", "Fail");
    if (spec.get("matchConstraints") instanceof ObjectNode constraints) {
      matching(constraints);
    }
  }

  private static void admissionPolicyBinding(ObjectNode binding) {
    ObjectNode spec = object(binding, "spec");
    if (spec.get("matchResources") instanceof ObjectNode resources) {
      matching(resources);
    }
    if (spec.get("paramRef") instanceof ObjectNode reference && reference.has("selector")) {
      put(reference, "parameterNotFoundAction", "Deny");
    }
  }

  private static void matching(ObjectNode constraints) {
    put(constraints, "matchPolicy", "Equivalent");
    object(constraints, "namespaceSelector");
    object(constraints, "objectSelector");
    for (String list : List.of("resourceRules", "excludeResourceRules")) {
      objects(constraints, list).forEach(each -> put(each, "scope", "*"));
    }
  }

  private static void flowSchema(ObjectNode schema) {
    put(object(schema, "spec"), "matchingPrecedence", 1000);
  }

  private static void driver(ObjectNode driver) {
    ObjectNode spec = object(driver, "spec");
    put(spec, "attachRequired", true);
    put(spec, "podInfoOnMount", false);
    put(spec, "storageCapacity", false);
    put(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
    put(spec, "requiresRepublish", false);
    put(spec, "seLinuxMount", false);
    if (spec.path("volumeLifecycleModes").isEmpty()) {
      spec.putArray("volumeLifecycleModes").add("Persistent");
    }
  }
}
