package dev.picket.lab.apply;

import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.StatusException;

/**
 * Who writes, as managed fields name it.
 *
 * @param manager a name
 * @param apiVersion of the request
 * @param subresource empty for the object itself
 */
public record Owner(String manager, String apiVersion, String subresource) {

  private static final int NAME_MAX = 128;

  /** Who a request says it is, by its parameter or else by its user agent's first part. */
  public static Owner of(
      String fieldManager, String userAgent, String apiVersion, String subresource) {
    String name = fieldManager.isEmpty() ? fromUserAgent(userAgent) : fieldManager;
    return new Owner(name.isEmpty() ? "unknown" : name, apiVersion, subresource);
  }

  /**
   * Requires that the parameter is a name.
   *
   * @param options such as {@code PatchOptions}
   * @throws StatusException 422 when it is too long or cannot be printed
   */
  public static void check(String options, String fieldManager) {
    if (fieldManager.length() > NAME_MAX) {
      throw StatusException.invalidOptions(
          options,
          new FieldProblem(
              FieldProblem.Reason.TOO_LONG,
              "fieldManager",
              "Too long: must have at most " + NAME_MAX + " bytes"));
    }
    int bad = fieldManager.codePoints().filter(each -> !printable(each)).findFirst().orElse(-1);
    if (bad >= 0) {
      throw StatusException.invalidOptions(
          options,
          FieldProblem.invalid(
              "fieldManager",
              '"' + fieldManager + '"',
              "invalid character U+%04X (at most printable characters)".formatted(bad)));
    }
  }

  private static String fromUserAgent(String userAgent) {
    int slash = userAgent.indexOf('/');
    String first = slash < 0 ? userAgent : userAgent.substring(0, slash);
    StringBuilder name = new StringBuilder();
    first.codePoints().filter(Owner::printable).limit(NAME_MAX).forEach(name::appendCodePoint);
    return name.toString();
  }

  private static boolean printable(int character) {
    return !Character.isISOControl(character)
        && Character.isDefined(character)
        && (character == ' ' || !Character.isSpaceChar(character));
  }
}
