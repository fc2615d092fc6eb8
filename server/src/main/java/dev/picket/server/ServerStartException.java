package dev.picket.server;

import org.jspecify.annotations.Nullable;

/** The server cannot listen; the message says where, why, and what to do. */
public final class ServerStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ServerStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
