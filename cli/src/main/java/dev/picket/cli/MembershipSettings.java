package dev.picket.cli;

import dev.picket.coordination.lease.LeaseTiming;
import dev.picket.kube.KubeAccess;

/**
 * How a server takes part in its group.
 *
 * @param access to the API server that the group agrees by, and whose objects it reads
 * @param namespace where the group's Leases and its shard map are
 * @param group its name: a release and its scope
 * @param member this server's name in it
 * @param advertised its address for people; empty for the one it listens on
 */
record MembershipSettings(
    KubeAccess access,
    String namespace,
    String group,
    String member,
    String advertised,
    LeaseTiming timing) {}
