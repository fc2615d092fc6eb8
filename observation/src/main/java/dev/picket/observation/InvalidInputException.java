package dev.picket.observation;

import java.util.List;
import java.util.stream.Collectors;

/** Something from outside cannot be used; nothing of it was. */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<InputProblem> problems;

  public InvalidInputException(List<InputProblem> problems) {
    super(problems.stream().map(InputProblem::message).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public InvalidInputException(String place, String value, String expected) {
    this(List.of(new InputProblem(place, value, expected)));
  }

  /** One or more, in the order in which they were found. */
  public List<InputProblem> problems() {
    return problems;
  }
}
