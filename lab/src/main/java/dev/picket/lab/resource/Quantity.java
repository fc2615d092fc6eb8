package dev.picket.lab.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of a resource, such as {@code 500m} or {@code 1Gi}, after Kubernetes's
 * resource.Quantity: a number with a decimal, binary or exponential suffix, exact to a billionth.
 *
 * @param amount in units
 * @param form how it was written, which is how it is written again
 */
public record Quantity(BigDecimal amount, Form form) implements Comparable<Quantity> {

  /** How a quantity's suffix is written. */
  public enum Form {
    DECIMAL,
    BINARY,
    EXPONENT
  }

  /** Of nothing. */
  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Form.DECIMAL);

  /** What is said of a text that is not a quantity. */
  public static final String EXPECTED =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

  private static final int LENGTH_MAX = 64;
  private static final int EXPONENT_MAX = 18;
  private static final Pattern TEXT =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d{1,3})?");
  private static final List<String> DECIMALS =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final List<String> BINARIES = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  /** The quantity that a text means; empty when it means none. */
  public static Optional<Quantity> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.length() > LENGTH_MAX || !matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2) == null ? "" : matcher.group(2);
    if (BINARIES.indexOf(suffix) > 0) {
      return Optional.of(of(number.multiply(KIBI.pow(BINARIES.indexOf(suffix))), Form.BINARY));
    }
    if (DECIMALS.contains(suffix)) {
      int power = 3 * (DECIMALS.indexOf(suffix) - DECIMALS.indexOf(""));
      return Optional.of(of(number.scaleByPowerOfTen(power), Form.DECIMAL));
    }
    int power = Integer.parseInt(suffix.substring(1));
    return Math.abs(power) > EXPONENT_MAX
        ? Optional.empty()
        : Optional.of(of(number.scaleByPowerOfTen(power), Form.EXPONENT));
  }

  /** Nothing finer than a billionth is kept; what is finer is rounded away from zero. */
  private static Quantity of(BigDecimal amount, Form form) {
    return new Quantity(amount.setScale(9, RoundingMode.UP), form);
  }

  /** The one way to write it: the largest suffix that leaves a whole number. */
  public String text() {
    if (amount.signum() == 0) {
      return "0";
    }
    if (form == Form.BINARY && amount.abs().compareTo(KIBI) >= 0) {
      return binary(amount.setScale(0, RoundingMode.UP));
    }
    int power = -9;
    BigDecimal mantissa = amount.scaleByPowerOfTen(9).setScale(0, RoundingMode.UNNECESSARY);
    BigDecimal thousand = BigDecimal.valueOf(1000);
    while (mantissa.remainder(thousand).signum() == 0 && power < EXPONENT_MAX) {
      mantissa = mantissa.divide(thousand, 0, RoundingMode.UNNECESSARY);
      power += 3;
    }
    if (form == Form.EXPONENT) {
      return mantissa.toPlainString() + (power == 0 ? "" : "e" + power);
    }
    return mantissa.toPlainString() + DECIMALS.get(power / 3 + DECIMALS.indexOf(""));
  }

  private static String binary(BigDecimal whole) {
    int power = 0;
    BigDecimal mantissa = whole;
    while (mantissa.remainder(KIBI).signum() == 0 && power < BINARIES.size() - 1) {
      mantissa = mantissa.divide(KIBI, 0, RoundingMode.UNNECESSARY);
      power++;
    }
    return mantissa.toPlainString() + BINARIES.get(power);
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }
}
