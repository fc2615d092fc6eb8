package dev.picket.coordination.shard;

/**
 * A stretch of the 64-bit hash space, both ends included, unsigned.
 *
 * @param first lowest hash
 * @param last highest hash
 */
public record HashRange(long first, long last) {

  /** Whether the hash lies in it. */
  public boolean contains(long hash) {
    return Long.compareUnsigned(first, hash) <= 0 && Long.compareUnsigned(hash, last) <= 0;
  }

  /** As KEP-5866 writes it, with the end excluded. */
  String selector(String field) {
    String end = last == -1L ? "0x10000000000000000" : "0x%016x".formatted(last + 1);
    return "shardRange(%s,'0x%016x','%s')".formatted(field, first, end);
  }
}
