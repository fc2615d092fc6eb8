package dev.picket.lab.contract;

/** The server under test cannot call this machine, as webhooks need. */
final class UnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnreachableException(String message) {
    super(message);
  }
}
