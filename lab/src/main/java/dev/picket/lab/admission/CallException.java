package dev.picket.lab.admission;

/** A webhook cannot be asked, or its answer cannot be understood; the message says why. */
final class CallException extends Exception {

  private static final long serialVersionUID = 1;

  CallException(String message) {
    super(message);
  }
}
