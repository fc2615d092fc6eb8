package dev.picket.store;

import dev.picket.observation.ObservationQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** A list's SQL, which names only what the query restricts. */
final class ListStatement {

  private final StringBuilder where = new StringBuilder("true");
  private final List<Object> parameters = new ArrayList<>();

  ListStatement(ObservationQuery query) {
    in("state", numbers(query.states(), Codes::of), Integer[]::new);
    in("source", List.copyOf(query.sources()), String[]::new);
    in("severity", numbers(query.severities(), Codes::of), Integer[]::new);
    in("category", numbers(query.categories(), Codes::of), Integer[]::new);
    in("namespace", List.copyOf(query.namespaces()), String[]::new);
    in("kind", List.copyOf(query.kinds()), String[]::new);
    in("name", List.copyOf(query.names()), String[]::new);
    query.seenSince().ifPresent(this::since);
    query.seenBefore().ifPresent(this::before);
    query.after().ifPresent(this::after);
    parameters.add(query.limit() + 1);
  }

  /** The slot, which follows from lastSeen, comes first so that an index gives the order. */
  String sql() {
    return "select "
        + ObservationRows.COLUMNS
        + " from observation where "
        + where
        + " order by seen_slot desc, last_seen desc, fingerprint desc limit ?";
  }

  List<Object> parameters() {
    return parameters;
  }

  private static <T> List<Integer> numbers(Set<T> constants, ToIntFunction<T> code) {
    return constants.stream().map(each -> code.applyAsInt(each)).toList();
  }

  /** One value is compared with {@code =}, which lets an index give the order of the rest. */
  private <T> void in(String column, List<T> values, IntFunction<T[]> array) {
    if (values.size() == 1) {
      and(column + " = ?", values.getFirst());
    } else if (!values.isEmpty()) {
      and(column + " = any (?)", (Object) values.toArray(array));
    }
  }

  private void since(Instant time) {
    and("last_seen >= ?", time);
    and("seen_slot >= ?", slot(time));
  }

  private void before(Instant time) {
    and("last_seen < ?", time);
    and("seen_slot <= ?", slot(time));
  }

  private void after(ObservationQuery.Position end) {
    and("seen_slot <= ?", slot(end.lastSeen()));
    and("(last_seen, fingerprint) < (?, ?)", end.lastSeen(), end.fingerprint());
  }

  private static int slot(Instant time) {
    return Micros.slot(Micros.of(time));
  }

  private void and(String condition, Object... values) {
    where.append(" and ").append(condition);
    parameters.addAll(List.of(values));
  }
}
