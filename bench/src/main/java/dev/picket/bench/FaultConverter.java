package dev.picket.bench;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Faults by their words. */
final class FaultConverter implements ITypeConverter<Fault> {

  @Override
  public Fault convert(String word) {
    return Arrays.stream(Fault.values())
        .filter(each -> each.toString().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "found '%s', expected one or more of %s"
                    .formatted(word, Arrays.toString(Fault.values()))));
  }
}
