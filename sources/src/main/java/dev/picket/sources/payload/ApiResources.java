package dev.picket.sources.payload;

import java.util.Map;

/** The kinds behind the plural resource names of the Kubernetes API. */
final class ApiResources {

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("pods", "Pod"),
          Map.entry("secrets", "Secret"),
          Map.entry("configmaps", "ConfigMap"),
          Map.entry("services", "Service"),
          Map.entry("endpoints", "Endpoints"),
          Map.entry("events", "Event"),
          Map.entry("nodes", "Node"),
          Map.entry("namespaces", "Namespace"),
          Map.entry("serviceaccounts", "ServiceAccount"),
          Map.entry("persistentvolumes", "PersistentVolume"),
          Map.entry("persistentvolumeclaims", "PersistentVolumeClaim"),
          Map.entry("resourcequotas", "ResourceQuota"),
          Map.entry("limitranges", "LimitRange"),
          Map.entry("replicationcontrollers", "ReplicationController"),
          Map.entry("deployments", "Deployment"),
          Map.entry("replicasets", "ReplicaSet"),
          Map.entry("statefulsets", "StatefulSet"),
          Map.entry("daemonsets", "DaemonSet"),
          Map.entry("controllerrevisions", "ControllerRevision"),
          Map.entry("jobs", "Job"),
          Map.entry("cronjobs", "CronJob"),
          Map.entry("ingresses", "Ingress"),
          Map.entry("networkpolicies", "NetworkPolicy"),
          Map.entry("endpointslices", "EndpointSlice"),
          Map.entry("leases", "Lease"),
          Map.entry("roles", "Role"),
          Map.entry("rolebindings", "RoleBinding"),
          Map.entry("clusterroles", "ClusterRole"),
          Map.entry("clusterrolebindings", "ClusterRoleBinding"),
          Map.entry("poddisruptionbudgets", "PodDisruptionBudget"),
          Map.entry("horizontalpodautoscalers", "HorizontalPodAutoscaler"),
          Map.entry("storageclasses", "StorageClass"),
          Map.entry("customresourcedefinitions", "CustomResourceDefinition"),
          Map.entry("mutatingwebhookconfigurations", "MutatingWebhookConfiguration"),
          Map.entry("validatingwebhookconfigurations", "ValidatingWebhookConfiguration"));

  private ApiResources() {}

  /** The kind, or the plural as it is for resources that are not Kubernetes' own. */
  static String kind(String plural) {
    return KINDS.getOrDefault(plural, plural);
  }
}
