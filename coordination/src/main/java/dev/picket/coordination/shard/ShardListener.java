package dev.picket.coordination.shard;

/** Told what a member gains and loses. See {@link Shards#subscribe}. */
@FunctionalInterface
public interface ShardListener {

  /** Must not throw; what is thrown is logged. */
  void on(ShardEvent event);
}
