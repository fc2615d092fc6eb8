package dev.picket.lab.resource;

/**
 * What is wrong with a field.
 *
 * @param reason as a Status has it
 * @param field its path, such as {@code spec.template.spec.containers[0].name}
 * @param detail for people, beginning with what {@link Reason} says, such as {@code Required value:
 *     ...}
 */
public record FieldProblem(Reason reason, String field, String detail) {

  /** The reasons that the API server has, with the words that its messages begin with. */
  public enum Reason {
    CONFLICT("FieldManagerConflict", "Conflict"),
    DUPLICATE("FieldValueDuplicate", "Duplicate value"),
    FORBIDDEN("FieldValueForbidden", "Forbidden"),
    INVALID("FieldValueInvalid", "Invalid value"),
    NOT_FOUND("FieldValueNotFound", "Not found"),
    NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
    REQUIRED("FieldValueRequired", "Required value"),
    TOO_LONG("FieldValueTooLong", "Too long"),
    TOO_MANY("FieldValueTooMany", "Too many"),
    TYPE_INVALID("FieldValueInvalid", "Invalid value");

    private final String code;
    private final String words;

    Reason(String code, String words) {
      this.code = code;
      this.words = words;
    }

    /** As in a Status's causes. */
    public String code() {
      return code;
    }

    String words() {
      return words;
    }
  }

  public static FieldProblem required(String field, String why) {
    return new FieldProblem(Reason.REQUIRED, field, "Required value" + after(why));
  }

  public static FieldProblem forbidden(String field, String why) {
    return new FieldProblem(Reason.FORBIDDEN, field, "Forbidden" + after(why));
  }

  /**
   * A value that is wrong.
   *
   * @param value as JSON, so texts are in quotes
   */
  public static FieldProblem invalid(String field, Object value, String why) {
    return of(Reason.INVALID, field, value, why);
  }

  /** The same for any reason that shows the value. */
  public static FieldProblem of(Reason reason, String field, Object value, String why) {
    return new FieldProblem(reason, field, reason.words() + ": " + value + after(why));
  }

  private static String after(String why) {
    return why.isEmpty() ? "" : ": " + why;
  }
}
