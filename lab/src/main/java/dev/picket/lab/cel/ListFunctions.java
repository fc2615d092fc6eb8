package dev.picket.lab.cel;

import static dev.cel.common.CelOverloadDecl.newMemberOverload;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Duration;
import java.util.List;

/** The functions on lists that Kubernetes adds to CEL. */
final class ListFunctions {

  private static final CelType ANY = TypeParamType.create("T");
  private static final CelType LIST = ListType.create(ANY);

  private ListFunctions() {}

  static void add(Functions functions) {
    unary(functions, "isSorted", SimpleType.BOOL, ListFunctions::sorted);
    unary(
        functions,
        "min",
        ANY,
        list -> list.stream().min(ListFunctions::compare).orElseThrow(ListFunctions::empty));
    unary(
        functions,
        "max",
        ANY,
        list -> list.stream().max(ListFunctions::compare).orElseThrow(ListFunctions::empty));
    unary(functions, "sum", ANY, ListFunctions::sum);
    index(functions, "indexOf", (list, item) -> (long) list.indexOf(item));
    index(functions, "lastIndexOf", (list, item) -> (long) list.lastIndexOf(item));
  }

  @SuppressWarnings("Immutable")
  private static void unary(Functions functions, String name, CelType result, Of of) {
    String id = "list_" + name;
    functions.declare(name, newMemberOverload(id, result, LIST));
    functions.bind(name, CelFunctionBinding.from(id, List.class, list -> of.apply(list)));
  }

  @SuppressWarnings("Immutable")
  private static void index(Functions functions, String name, Functions.Body<List<?>, Object> of) {
    String id = "list_" + name + "_item";
    functions.declare(name, newMemberOverload(id, SimpleType.INT, LIST, ANY));
    functions.bind(name, CelFunctionBinding.from(id, List.class, Object.class, of::of));
  }

  /** A sum of nothing is the integer 0, which is as good as that of another type. */
  private static Object sum(List<?> list) {
    Object sum = 0L;
    for (Object each : list) {
      sum = sum(sum, each);
    }
    return sum;
  }

  private static Object sum(Object sum, Object next) {
    if (sum instanceof Long one && next instanceof Long other) {
      return Math.addExact(one, other);
    }
    if (sum instanceof Number one && next instanceof Number other) {
      return one.doubleValue() + other.doubleValue();
    }
    if (next instanceof Duration other) {
      return sum instanceof Duration one ? one.plus(other) : other;
    }
    throw new IllegalArgumentException("values that cannot be added");
  }

  private static boolean sorted(List<?> list) {
    for (int index = 1; index < list.size(); index++) {
      if (compare(list.get(index - 1), list.get(index)) > 0) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    if (one instanceof Comparable<?> comparable && one.getClass() == other.getClass()) {
      return ((Comparable<Object>) comparable).compareTo(other);
    }
    throw new IllegalArgumentException("values that cannot be compared");
  }

  private static IllegalArgumentException empty() {
    return new IllegalArgumentException("min and max of an empty list");
  }

  /** What a function of a list does. */
  @FunctionalInterface
  private interface Of {
    Object apply(List<?> list);
  }
}
