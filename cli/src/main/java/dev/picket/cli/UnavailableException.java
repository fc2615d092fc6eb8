package dev.picket.cli;

import org.jspecify.annotations.Nullable;

/** Something the command needs cannot be reached or does not work; the message says what to do. */
final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
