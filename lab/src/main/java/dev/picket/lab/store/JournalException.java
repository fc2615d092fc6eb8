package dev.picket.lab.store;

import org.jspecify.annotations.Nullable;

/** What is on disk cannot be read, or cannot be added to; the message names the file. */
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
