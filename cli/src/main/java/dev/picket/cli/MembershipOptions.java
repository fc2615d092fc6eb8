package dev.picket.cli;

import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.kube.KubeAccess;
import dev.picket.observation.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a server that shares its informers with others. */
final class MembershipOptions {

  private static final Path POD_NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
  private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final int NAME_LENGTH_MAX = 63;

  /** How long leases last. */
  enum Lease {
    STANDARD,
    FAST
  }

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      defaultValue = "${env:PICKET_KUBECONFIG:-" + Option.NULL_VALUE + "}",
      description = {
        "Cluster to read objects from, and by which replicas share the work.",
        "Default: PICKET_KUBECONFIG; in a pod, its own cluster; else none: webhooks only."
      })
  private @Nullable Path kubeconfig;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = "${env:PICKET_GROUP:-picket}",
      description = "Replicas of one group share the work. Default: PICKET_GROUP, else picket.")
  private String group;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "${env:PICKET_NAMESPACE:-}",
      description = "Where the group's Leases are. Default: PICKET_NAMESPACE, the pod's, default.")
  private String namespace;

  @Option(
      names = "--member",
      paramLabel = "NAME",
      defaultValue = "${env:POD_NAME:-}",
      description = "This replica's name in its group. Default: POD_NAME, else the host's name.")
  private String member;

  @Option(
      names = "--advertise",
      paramLabel = "URL",
      defaultValue = "${env:PICKET_ADVERTISE:-}",
      description = "Where people reach this replica. Default: PICKET_ADVERTISE, else its own URL.")
  private String advertised;

  @Option(
      names = "--lease",
      paramLabel = "standard|fast",
      defaultValue = "${env:PICKET_LEASE:-standard}",
      description = {
        "How soon the others take over from a replica that died: standard, 15 s, with a write",
        "every 5 s; fast, 5 s, with one every second. Default: PICKET_LEASE, else standard."
      })
  private Lease lease;

  /**
   * What was asked for; empty for a server that takes no part in a group.
   *
   * @throws InvalidInputException naming the option
   */
  Optional<MembershipSettings> settings(Map<String, String> environment) {
    boolean inCluster = environment.containsKey("KUBERNETES_SERVICE_HOST");
    Path file = kubeconfig;
    if (file == null && !inCluster) {
      return Optional.empty();
    }
    if (file != null && !Files.isReadable(file)) {
      throw new InvalidInputException("--kubeconfig", file.toString(), "a file that can be read");
    }
    KubeAccess access = file == null ? new KubeAccess.InCluster() : new KubeAccess.Kubeconfig(file);
    return Optional.of(
        new MembershipSettings(
            access,
            namespace.isEmpty() ? podNamespace() : namespace,
            named("--group", group),
            named("--member", member.isEmpty() ? hostName() : member),
            advertised,
            lease == Lease.FAST ? LeaseTiming.FAST : LeaseTiming.STANDARD));
  }

  private static String named(String option, String name) {
    if (!name.matches(NAME)) {
      throw new InvalidInputException(
          option, name, "lower-case letters, digits and hyphens, 1 to " + NAME_LENGTH_MAX);
    }
    return name;
  }

  private static String podNamespace() {
    try {
      return Files.exists(POD_NAMESPACE) ? Files.readString(POD_NAMESPACE).strip() : "default";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a name may not have becomes a hyphen. */
  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      String plain = name.replaceAll("[^-a-z0-9]", "-").replaceAll("^-+", "");
      String cut = plain.substring(0, Math.min(plain.length(), NAME_LENGTH_MAX));
      return cut.replaceAll("-+$", "");
    } catch (UnknownHostException unknown) {
      throw new InvalidInputException(
          "--member", "nothing", "a name, since this host's is unknown: " + unknown.getMessage());
    }
  }
}
