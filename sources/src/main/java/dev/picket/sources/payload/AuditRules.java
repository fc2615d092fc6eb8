package dev.picket.sources.payload;

import dev.picket.observation.Severity;
import java.util.List;
import java.util.Set;

/**
 * Which audit events matter. The first that fits:
 *
 * <ol>
 *   <li>Only the stage ResponseComplete counts. Sessions in pods also count when they begin
 *       (ResponseStarted), under one identity, so that each is told of at once and once.
 *   <li>What failed (status 400 and above) or was a dry run changed nothing.
 *   <li>{@code anonymous_access}, high: a request of {@code system:anonymous} that was allowed, but
 *       for the paths that say whether the server lives and which version it is.
 *   <li>{@code pod_exec} and {@code pod_attach}, medium; {@code pod_port_forward}, low; {@code
 *       ephemeral_container}, medium.
 *   <li>{@code rbac_change}: any write in rbac.authorization.k8s.io, high; critical when it binds
 *       cluster-admin.
 *   <li>{@code privileged_pod_creation}: see {@link PodPrivileges}; high, medium when the host's
 *       network is all.
 *   <li>Routine of the control plane is noise: the system's own components ({@code system:...},
 *       with the service accounts of kube-system and without all others) write ConfigMaps, mostly
 *       to elect leaders, and delete what nobody needs any more.
 *   <li>{@code secret_access}, high, and {@code configmap_change}, medium: written, not deleted.
 *   <li>{@code resource_deletion}: high for Secrets and Namespaces, else medium; Events, Leases,
 *       Endpoints and their slices come and go and do not count.
 * </ol>
 */
final class AuditRules {

  private static final String ANONYMOUS = "system:anonymous";
  private static final int FAILED_FROM = 400;
  private static final Set<String> SESSIONS = Set.of("exec", "attach", "portforward");
  private static final Set<String> FLEETING =
      Set.of("events", "leases", "endpoints", "endpointslices");
  private static final Set<String> GRAVE = Set.of("secrets", "namespaces");
  private static final List<String> OPEN_PATHS =
      List.of("/healthz", "/livez", "/readyz", "/version");

  private AuditRules() {}

  static AuditVerdict judge(AuditEvent event) {
    boolean session = isSession(event);
    if (!event.completed() && !(session && event.stage().equals("ResponseStarted"))) {
      return new AuditVerdict.Irrelevant("stage");
    }
    if (event.code() >= FAILED_FROM) {
      return new AuditVerdict.Irrelevant("failed_request");
    }
    if (event.requestUri().contains("dryRun=All")) {
      return new AuditVerdict.Irrelevant("dry_run");
    }
    if (anonymous(event)) {
      return AuditVerdict.Matters.of(
          "anonymous_access", "Anonymous request allowed", Severity.HIGH, event.verb());
    }
    if (event.plural().isEmpty()) {
      return new AuditVerdict.Irrelevant("no_object");
    }
    return session ? session(event) : judgeWrite(event);
  }

  /** Whether somebody talks to a pod: those requests last, and have a stage when they begin. */
  static boolean isSession(AuditEvent event) {
    return event.is("pods", SESSIONS);
  }

  private static boolean anonymous(AuditEvent event) {
    if (!event.user().equals(ANONYMOUS)) {
      return false;
    }
    String uri = event.requestUri();
    return OPEN_PATHS.stream()
        .noneMatch(
            open -> uri.equals(open) || uri.startsWith(open + "?") || uri.startsWith(open + "/"));
  }

  private static AuditVerdict session(AuditEvent event) {
    return switch (event.subresource()) {
      case "exec" ->
          AuditVerdict.Matters.of(
              "pod_exec", "Command run in pod", Severity.MEDIUM, "ran a command in");
      case "attach" ->
          AuditVerdict.Matters.of("pod_attach", "Attached to pod", Severity.MEDIUM, "attached to");
      default ->
          AuditVerdict.Matters.of(
              "pod_port_forward", "Port of pod forwarded", Severity.LOW, "forwarded a port of");
    };
  }

  private static AuditVerdict judgeWrite(AuditEvent event) {
    if (!event.writes()) {
      return new AuditVerdict.Irrelevant("read_only");
    }
    if (event.is("pods", Set.of("ephemeralcontainers"))) {
      return AuditVerdict.Matters.of(
          "ephemeral_container",
          "Ephemeral container added",
          Severity.MEDIUM,
          "added an ephemeral container to");
    }
    if (event.group().equals("rbac.authorization.k8s.io")) {
      return rbac(event);
    }
    if (event.is("pods") && event.verb().equals("create")) {
      return podCreation(event);
    }
    return judgeRoutine(event);
  }

  private static AuditVerdict rbac(AuditEvent event) {
    boolean binds =
        !event.deletes()
            && event.requestField("roleRef").path("name").asText().equals("cluster-admin");
    return AuditVerdict.Matters.of(
        "rbac_change",
        binds ? "cluster-admin bound" : "RBAC changed",
        binds ? Severity.CRITICAL : Severity.HIGH,
        past(event.verb()));
  }

  private static AuditVerdict podCreation(AuditEvent event) {
    List<String> privileges = PodPrivileges.of(event.requestField("spec"));
    if (privileges.isEmpty()) {
      return new AuditVerdict.Irrelevant("unprivileged_pod");
    }
    boolean onlyNetwork = privileges.equals(List.of(PodPrivileges.HOST_NETWORK));
    return new AuditVerdict.Matters(
        "privileged_pod_creation",
        "Privileged pod created",
        onlyNetwork ? Severity.MEDIUM : Severity.HIGH,
        "created the privileged",
        privileges);
  }

  private static AuditVerdict judgeRoutine(AuditEvent event) {
    boolean system = isSystemComponent(event.user());
    if (event.is("secrets") && !event.deletes()) {
      return AuditVerdict.Matters.of(
          "secret_access", "Secret written", Severity.HIGH, past(event.verb()));
    }
    if (event.is("configmaps") && !event.deletes()) {
      return system
          ? new AuditVerdict.Irrelevant("control_plane_routine")
          : AuditVerdict.Matters.of(
              "configmap_change", "ConfigMap written", Severity.MEDIUM, past(event.verb()));
    }
    if (!event.deletes() || FLEETING.contains(event.plural())) {
      return new AuditVerdict.Irrelevant("other_change");
    }
    if (system) {
      return new AuditVerdict.Irrelevant("control_plane_routine");
    }
    return AuditVerdict.Matters.of(
        "resource_deletion",
        "Resource deleted",
        GRAVE.contains(event.plural()) ? Severity.HIGH : Severity.MEDIUM,
        past(event.verb()));
  }

  private static boolean isSystemComponent(String user) {
    return user.startsWith("system:")
        && !user.equals(ANONYMOUS)
        && (!user.startsWith("system:serviceaccount:")
            || user.startsWith("system:serviceaccount:kube-system:"));
  }

  private static String past(String verb) {
    return switch (verb) {
      case "create" -> "created";
      case "update" -> "updated";
      case "patch" -> "patched";
      case "delete" -> "deleted";
      case "deletecollection" -> "deleted every";
      default -> verb;
    };
  }
}
