package dev.picket.sources.payload;

/**
 * How much structure one payload may have.
 *
 * @param jsonDepthMax how deep objects and arrays may nest
 * @param batchItemsMax how many items one payload may carry
 */
public record PayloadLimits(int jsonDepthMax, int batchItemsMax) {

  /** What holds when nothing else is configured. */
  public static final PayloadLimits DEFAULT = new PayloadLimits(100, 10_000);
}
