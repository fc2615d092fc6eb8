package dev.picket.lab;

import org.jspecify.annotations.Nullable;

/** The lab cannot listen; the message says where and what to do. */
public final class LabStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LabStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
