package dev.picket.lab.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A Kubernetes quantity, such as {@code 1.5Gi} or {@code 100m}.
 *
 * @param value without trailing zeros, so that equal ones are equal
 */
record Quantity(BigDecimal value) implements Comparable<Quantity> {

  private static final Pattern SYNTAX =
      Pattern.compile(
          "([-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([-+]?\\d{1,2}))?");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1_024);
  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);

  /** Reads a quantity; empty when it is none. */
  static Optional<Quantity> parse(String text) {
    Matcher parts = SYNTAX.matcher(text);
    if (text.length() > 100 || !parts.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(parts.group(1));
    String suffix = parts.group(2);
    String exponent = parts.group(3);
    if (suffix != null && suffix.length() == 2) {
      number = number.multiply(KIBI.pow("KMGTPE".indexOf(suffix.charAt(0)) + 1));
    } else if (suffix != null) {
      number = number.scaleByPowerOfTen(DECIMAL.getOrDefault(suffix, 0));
    } else if (exponent != null) {
      number = number.scaleByPowerOfTen(Integer.parseInt(exponent));
    }
    return Optional.of(of(number));
  }

  static Quantity of(BigDecimal number) {
    return new Quantity(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
  }

  Quantity add(Quantity other) {
    return of(value.add(other.value));
  }

  Quantity subtract(Quantity other) {
    return of(value.subtract(other.value));
  }

  boolean integer() {
    return value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }
}
