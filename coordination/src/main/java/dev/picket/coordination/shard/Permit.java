package dev.picket.coordination.shard;

/**
 * Leave to work on one partition, counted as in flight until it is closed. A partition changes
 * hands only after its permits are closed, unless its owner is dead or cut off: so write with the
 * {@link #token()}, and let the sink refuse what comes too late.
 *
 * <p>Close it once, from any thread; closing it twice corrupts the count.
 */
public interface Permit extends AutoCloseable {

  /** To be sent with every write. */
  FencingToken token();

  @Override
  void close();
}
