package dev.picket.sources.payload;

/** Where whoever reads a payload says how much memory that takes, so that it can be bounded. */
public interface Memory {

  /** Memory without bounds, for tests and for commands that read one file. */
  Memory UNBOUNDED =
      new Memory() {
        @Override
        public void hold(long bytes) {}

        @Override
        public void release(long bytes) {}
      };

  /**
   * Asks for memory before it is used.
   *
   * @throws RuntimeException when there is none to be had; the payload is then given up
   */
  void hold(long bytes);

  /** Gives back some of what was held. */
  void release(long bytes);
}
