package dev.picket.lab.access;

/** A token is not good; the message says why. */
final class InvalidTokenException extends Exception {

  private static final long serialVersionUID = 1;

  InvalidTokenException(String message) {
    super(message);
  }
}
