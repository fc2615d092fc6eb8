package dev.picket.observation;

/** A condition could not be evaluated: it reads a field that is not there, say. */
public final class ConditionFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public ConditionFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
