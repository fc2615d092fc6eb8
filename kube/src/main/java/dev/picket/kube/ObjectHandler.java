package dev.picket.kube;

import dev.picket.coordination.shard.PartitionSet;
import java.util.Set;

/**
 * Told of the objects in the partitions that a member owns. It is told of each change of each
 * object at least once while they are owned, and of none twice within one ownership; after a
 * takeover, of all objects anew.
 *
 * <p>Its methods run on threads that may block, which holds up the API server's events rather than
 * piling them up. They must not throw: what is thrown is logged, and the object is told again with
 * the next complete list. A partition may be lost while they run, so work under a {@link
 * dev.picket.coordination.shard.Permit}.
 */
public interface ObjectHandler {

  /**
   * An object as it is now; called in order per object, never concurrently for one uid, on a thread
   * that may block.
   */
  void changed(KubeObject object);

  /** It is gone; object as last known, its resourceVersion that of the deletion. */
  void deleted(KubeObject object);

  /**
   * These partitions are this member's and all their objects as of now have been told by changed();
   * what the handler knows beside them may be gone: confirm with {@link ShardedInformer#current}.
   * Called once they are owned, and again after each interruption that made the informer list anew.
   *
   * @param uids of all objects in these partitions
   */
  void complete(PartitionSet partitions, Set<String> uids);
}
