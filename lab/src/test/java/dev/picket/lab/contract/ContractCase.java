package dev.picket.lab.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One fact about API servers, and the code that sees whether it is so.
 *
 * @param heading what it is about
 * @param name the fact
 * @param since the first minor version of Kubernetes 1 that has it
 * @param labOnly why a real server cannot be asked, or empty
 * @param code a static method that takes a place
 */
record ContractCase(String heading, String name, int since, String labOnly, Method code) {

  static ContractCase of(String heading, Method code) {
    Fact fact = code.getAnnotation(Fact.class);
    return new ContractCase(heading, fact.value(), fact.since(), fact.labOnly(), code);
  }

  /** Heading and name, by which lists refer to it. */
  String title() {
    return heading + ": " + name;
  }

  /** Sees whether it is so on a server that may be asked. */
  Outcome on(ApiServer server) {
    if (server.minor() < since) {
      return new Outcome.Unknown("since 1." + since);
    }
    if (!labOnly.isEmpty() && !server.lab()) {
      return new Outcome.Unknown("lab only: " + labOnly);
    }
    try (Place place = new Place(server)) {
      code.invoke(null, place);
      return new Outcome.Passed();
    } catch (InvocationTargetException thrown) {
      return outcome(thrown.getCause());
    } catch (IllegalAccessException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private static Outcome outcome(@Nullable Throwable thrown) {
    return switch (thrown) {
      case null -> throw new IllegalStateException("thrown without a cause");
      case UnreachableException unreachable ->
          new Outcome.Unknown(String.valueOf(unreachable.getMessage()));
      case AssertionError failed -> new Outcome.Failed(String.valueOf(failed.getMessage()).strip());
      case RuntimeException failed -> new Outcome.Failed(failed.toString());
      default -> throw new IllegalStateException(thrown);
    };
  }
}
