package dev.picket.cli;

/** The server does not accept what was asked; the message carries its own words. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
