package dev.picket.lab.workloads;

import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.ResourceType;

/** The kinds that controllers work with. */
final class Kinds {

  static final ResourceType NODES = BuiltInTypes.get("", "nodes");
  static final ResourceType PODS = BuiltInTypes.get("", "pods");
  static final ResourceType SERVICES = BuiltInTypes.get("", "services");
  static final ResourceType ENDPOINTS = BuiltInTypes.get("", "endpoints");
  static final ResourceType EVENTS = BuiltInTypes.get("", "events");
  static final ResourceType CLAIMS = BuiltInTypes.get("", "persistentvolumeclaims");
  static final ResourceType VOLUMES = BuiltInTypes.get("", "persistentvolumes");
  static final ResourceType REPLICATION_CONTROLLERS =
      BuiltInTypes.get("", "replicationcontrollers");
  static final ResourceType REPLICA_SETS = BuiltInTypes.get("apps", "replicasets");
  static final ResourceType DEPLOYMENTS = BuiltInTypes.get("apps", "deployments");
  static final ResourceType STATEFUL_SETS = BuiltInTypes.get("apps", "statefulsets");
  static final ResourceType DAEMON_SETS = BuiltInTypes.get("apps", "daemonsets");
  static final ResourceType REVISIONS = BuiltInTypes.get("apps", "controllerrevisions");
  static final ResourceType JOBS = BuiltInTypes.get("batch", "jobs");
  static final ResourceType CRON_JOBS = BuiltInTypes.get("batch", "cronjobs");
  static final ResourceType LEASES = BuiltInTypes.get("coordination.k8s.io", "leases");
  static final ResourceType SLICES = BuiltInTypes.get("discovery.k8s.io", "endpointslices");
  static final ResourceType DISRUPTION_BUDGETS = BuiltInTypes.get("policy", "poddisruptionbudgets");
  static final ResourceType STORAGE_CLASSES = BuiltInTypes.get("storage.k8s.io", "storageclasses");

  private Kinds() {}
}
