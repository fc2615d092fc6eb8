package dev.picket.runtime;

/**
 * A part of a process with a beginning and an end. Constructors start nothing; {@link #start()}
 * does, once; {@link #close()} ends it, may be called at any time and more than once, and returns
 * when the part is at rest.
 */
public interface Service extends AutoCloseable {

  /** A short name for logs and readiness, such as {@code store}. */
  String name();

  /**
   * Starts the service and returns when it works.
   *
   * @throws RuntimeException when it cannot; the caller then closes it
   */
  void start();

  @Override
  void close();
}
