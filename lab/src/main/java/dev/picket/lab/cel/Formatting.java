package dev.picket.lab.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The function {@code format} of texts: %s, %d, %f, %e, %b, %o, %x and %X, with a precision. */
final class Formatting {

  private static final int PRECISION = 6;
  private static final int PRECISION_MAX = 100;

  private final String template;
  private final List<?> arguments;
  private final StringBuilder text = new StringBuilder();
  private int at;
  private int used;

  private Formatting(String template, List<?> arguments) {
    this.template = template;
    this.arguments = arguments;
  }

  /**
   * The template with its verbs replaced.
   *
   * @throws IllegalArgumentException when they do not suit the arguments
   */
  static String format(String template, List<?> arguments) {
    return new Formatting(template, arguments).run();
  }

  private String run() {
    while (at < template.length()) {
      char next = template.charAt(at++);
      if (next != '%') {
        text.append(next);
      } else if (at < template.length() && template.charAt(at) == '%') {
        text.append('%');
        at++;
      } else {
        int precision = precision();
        text.append(verb(precision));
      }
    }
    return text.toString();
  }

  private int precision() {
    if (at >= template.length() || template.charAt(at) != '.') {
      return PRECISION;
    }
    int from = ++at;
    while (at < template.length() && Character.isDigit(template.charAt(at))) {
      at++;
    }
    String digits = template.substring(from, at);
    if (digits.isEmpty() || digits.length() > 3 || Integer.parseInt(digits) > PRECISION_MAX) {
      throw new IllegalArgumentException("no precision in format: '" + digits + "'");
    }
    return Integer.parseInt(digits);
  }

  private String verb(int precision) {
    if (at >= template.length()) {
      throw new IllegalArgumentException("unexpected end of format");
    }
    char verb = template.charAt(at++);
    if (used >= arguments.size()) {
      throw new IllegalArgumentException("index " + used + " out of range");
    }
    Object value = arguments.get(used++);
    return switch (verb) {
      case 's' -> shown(value);
      case 'd' -> value instanceof Long number ? number.toString() : unsuited(verb, value);
      case 'b' ->
          switch (value) {
            case Boolean truth -> truth ? "1" : "0";
            case Long number -> (number < 0 ? "-" : "") + Long.toBinaryString(Math.abs(number));
            default -> unsuited(verb, value);
          };
      case 'o' -> value instanceof Long number ? Long.toString(number, 8) : unsuited(verb, value);
      case 'x' -> hexadecimal(verb, value);
      case 'X' -> hexadecimal(verb, value).toUpperCase(Locale.ROOT);
      case 'f' -> decimal(verb, value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
      case 'e' -> String.format(Locale.ROOT, "%." + precision + "e", decimal(verb, value));
      default ->
          throw new IllegalArgumentException("unrecognized formatting clause \"" + verb + "\"");
    };
  }

  private static String hexadecimal(char verb, Object value) {
    return switch (value) {
      case Long number -> Long.toString(number, 16);
      case String chars -> HexFormat.of().formatHex(chars.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default -> unsuited(verb, value);
    };
  }

  private static BigDecimal decimal(char verb, Object value) {
    return switch (value) {
      case Double number when !number.isNaN() && !number.isInfinite() -> BigDecimal.valueOf(number);
      case Long number -> BigDecimal.valueOf(number);
      default -> new BigDecimal(unsuited(verb, value));
    };
  }

  private static String shown(Object value) {
    return switch (value) {
      case NullValue _ -> "null";
      case Double number -> BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
      case List<?> list ->
          "[" + String.join(", ", list.stream().map(Formatting::shown).toList()) + "]";
      case Map<?, ?> map -> {
        Map<String, String> sorted = new TreeMap<>();
        map.forEach((key, each) -> sorted.put(shown(key), shown(each)));
        yield "{"
            + String.join(
                ", ",
                sorted.entrySet().stream()
                    .map(each -> each.getKey() + ": " + each.getValue())
                    .toList())
            + "}";
      }
      case CelByteString bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8);
      default -> value.toString();
    };
  }

  private static String unsuited(char verb, Object value) {
    throw new IllegalArgumentException(
        "the clause %" + verb + " does not suit a " + value.getClass().getSimpleName());
  }
}
