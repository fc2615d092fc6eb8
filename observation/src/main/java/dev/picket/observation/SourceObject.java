package dev.picket.observation;

import java.time.Instant;

/**
 * A Kubernetes object that an informer reads Observations from.
 *
 * @param uid unique over all time; another object of the same name has another
 * @param hash of the uid, in the hash space of the partitions, unsigned
 * @param namespace empty for objects of the cluster
 * @param createdAt as the API server says, to the second
 * @param revision its resourceVersion, which grows with every write of any object of its kind
 */
public record SourceObject(
    String uid, long hash, String namespace, String name, Instant createdAt, long revision) {}
