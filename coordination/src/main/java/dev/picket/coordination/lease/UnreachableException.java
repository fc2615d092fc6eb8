package dev.picket.coordination.lease;

/**
 * The store of Leases, shard maps or fences did not answer, or refused. Whether a write had its
 * effect is unknown. The message says what to do where something can be done, such as the RBAC rule
 * to add.
 */
public final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnreachableException(String message) {
    super(message);
  }
}
