package dev.picket.coordination.shard;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How keys become partitions: by a 64-bit hash whose top bits are the partition.
 *
 * <p>UIDs use FNV-1a 64, the hash of KEP-5866, so that a set of partitions compiles to server-side
 * {@code shardRange} selectors. Namespaces are few and similar, and plain FNV-1a crowds them into a
 * few partitions (1,000 names {@code tenant-000} to {@code tenant-999} occupy 17 of 1,024); their
 * hash is mixed once more, by the finaliser of MurmurHash3, and no server computes it.
 */
public enum Pool {
  /** Keys are the uids of objects. */
  UID("uid") {
    @Override
    public long hash(String key) {
      return fnv1a(key);
    }

    @Override
    public Optional<String> selectorField() {
      return Optional.of("object.metadata.uid");
    }
  },
  /** Keys are names of namespaces. */
  NAMESPACE("namespace") {
    @Override
    public long hash(String key) {
      return mixed(fnv1a(key));
    }

    @Override
    public Optional<String> selectorField() {
      return Optional.empty();
    }
  };

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int ASCII = 0x80;

  private final String wireName;

  Pool(String wireName) {
    this.wireName = wireName;
  }

  /** The pool's name in tokens and stores. */
  public String wireName() {
    return wireName;
  }

  /** The key's place in the hash space, unsigned. */
  public abstract long hash(String key);

  /** The field that KEP-5866 hashes alike; empty where an API server cannot select. */
  public abstract Optional<String> selectorField();

  /**
   * The partition of a key.
   *
   * @param partitions P, a power of two, at least 2
   */
  public int partition(String key, int partitions) {
    return (int) (hash(key) >>> (Long.SIZE - Integer.numberOfTrailingZeros(partitions)));
  }

  private static long fnv1a(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each >= ASCII) {
        return fnv1a(text.getBytes(StandardCharsets.UTF_8));
      }
      hash = (hash ^ each) * FNV_PRIME;
    }
    return hash;
  }

  private static long fnv1a(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte each : bytes) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  private static long mixed(long hash) {
    long mixed = hash;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
