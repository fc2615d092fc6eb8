package dev.picket.store;

/** The database cannot be started or used; the message says what a person should do about it. */
public final class DatabaseStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  DatabaseStartException(String message) {
    super(message);
  }

  DatabaseStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
