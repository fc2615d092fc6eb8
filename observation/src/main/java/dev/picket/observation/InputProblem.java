package dev.picket.observation;

/**
 * What is wrong with something that came from outside, said so that the sender can mend it.
 *
 * @param place where: a JSON pointer, {@code file:line}, a header's or a parameter's name
 * @param value what stood there, cut to {@value #SHOWN_CHARS} characters
 * @param expected what should have stood there
 */
public record InputProblem(String place, String value, String expected) {

  private static final int SHOWN_CHARS = 120;

  public InputProblem {
    value = value.length() <= SHOWN_CHARS ? value : value.substring(0, SHOWN_CHARS) + "...";
  }

  /** The problem in one line. */
  public String message() {
    return place + ": got " + value + "; expected " + expected;
  }
}
