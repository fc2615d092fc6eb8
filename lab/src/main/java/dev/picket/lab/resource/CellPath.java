package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;

/**
 * A path into an object, in the JSONPath of kubectl: names, wildcards, indices, ranges, unions,
 * filters and recursive descent. Immutable.
 */
public final class CellPath {

  private final List<PathStep> steps;
  private final boolean malformed;

  private CellPath(List<PathStep> steps, boolean malformed) {
    this.steps = steps;
    this.malformed = malformed;
  }

  /** The path of a text; one that is malformed selects nothing. */
  static CellPath parse(String path) {
    try {
      return new CellPath(new PathReader(path).path(), false);
    } catch (PathReader.MalformedException malformed) {
      return new CellPath(List.of(), true);
    }
  }

  /** What is wrong with a path; empty when nothing is. */
  public static Optional<String> problem(String path) {
    try {
      new PathReader(path).path();
      return Optional.empty();
    } catch (PathReader.MalformedException malformed) {
      return Optional.of(String.valueOf(malformed.getMessage()));
    }
  }

  /** The first value; a missing node when there is none. */
  JsonNode select(JsonNode object) {
    List<JsonNode> all = malformed ? List.of() : PathStep.follow(steps, object);
    return all.isEmpty() ? MissingNode.getInstance() : all.getFirst();
  }
}
