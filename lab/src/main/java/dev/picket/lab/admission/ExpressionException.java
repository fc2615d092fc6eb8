package dev.picket.lab.admission;

/** An expression cannot be compiled, or has no value; the message says why. */
final class ExpressionException extends Exception {

  private static final long serialVersionUID = 1;

  ExpressionException(String message) {
    super(message);
  }
}
