package dev.picket.server;

import io.helidon.http.Status;

/** A request ends here, with this {@link Problem} for an answer. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Status status, String detail) {
    super(detail);
    this.problem = Problem.of(status, detail);
  }

  Problem problem() {
    return problem;
  }
}
