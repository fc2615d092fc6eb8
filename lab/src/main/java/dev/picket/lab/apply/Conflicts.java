package dev.picket.lab.apply;

import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.FieldProblem.Reason;
import dev.picket.lab.resource.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fields that an apply wants otherwise than others who own them. */
final class Conflicts {

  private final Map<String, FieldSet> byManager = new TreeMap<>();

  void add(Entry entry, FieldSet fields) {
    if (!fields.isEmpty()) {
      byManager.merge(entry.shown(), fields, FieldSet::union);
    }
  }

  boolean isEmpty() {
    return byManager.isEmpty();
  }

  /** Those that remain when some fields may be taken. */
  Conflicts without(FieldSet allowed) {
    Conflicts rest = new Conflicts();
    byManager.forEach((manager, fields) -> {
      FieldSet denied = fields.difference(allowed);
      if (!denied.isEmpty()) {
        rest.byManager.put(manager, denied);
      }
    });
    return rest;
  }

  StatusException refusal() {
    List<FieldProblem> problems = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    byManager.forEach((manager, fields) -> {
      lines.add("conflicts with " + manager + ":");
      for (String path : fields.paths()) {
        lines.add("- " + path);
        problems.add(new FieldProblem(Reason.CONFLICT, path, "conflict with " + manager));
      }
    });
    FieldProblem first = problems.getFirst();
    String message =
        problems.size() == 1
            ? "Apply failed with 1 conflict: " + first.detail() + ": " + first.field()
            : "Apply failed with " + problems.size() + " conflicts: " + String.join("\n", lines);
    return StatusException.applyConflict(message, problems);
  }
}
