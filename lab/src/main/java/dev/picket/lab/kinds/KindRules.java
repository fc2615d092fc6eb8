package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import java.util.List;

/**
 * What is particular to a kind when its objects are written. Objects are in the version in which
 * they are kept, with valid metadata. Pure functions of their arguments; safe for use by many
 * threads.
 */
public interface KindRules {

  /** A kind without any rules. */
  KindRules NONE = new KindRules() {};

  /** Fills in what was left out. Applied to objects as they come in, and after each change. */
  default void complete(ObjectNode object) {}

  /**
   * Sets what a new object begins with, such as its status, and drops what a client may not set.
   */
  default void prepare(ObjectNode object, Surroundings around) {}

  /** Keeps or sets what a client may not change. The status is kept by the caller. */
  default void prepareUpdate(ObjectNode former, ObjectNode next, Surroundings around) {}

  /** Whether a new object keeps the status that its creator gives it. */
  default boolean createdWithStatus() {
    return false;
  }

  /** Whether changes of its specification are counted in its generation. */
  default boolean countsGenerations() {
    return false;
  }

  /** What is wrong with a new object; empty when nothing is. */
  default List<FieldProblem> check(ObjectNode object) {
    return List.of();
  }

  /** What is wrong with a change, or with its outcome; empty when nothing is. */
  default List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    return check(next);
  }

  /** What is wrong with a change of the status; empty when nothing is. */
  default List<FieldProblem> checkStatus(ObjectNode former, ObjectNode next) {
    return List.of();
  }

  /** What is wrong with a change by another subresource; empty when nothing is. */
  default List<FieldProblem> checkPart(String subresource, ObjectNode former, ObjectNode next) {
    return check(next);
  }

  /** What people should know about an object that is accepted, a line each. */
  default List<String> warnings(ObjectNode object) {
    return List.of();
  }
}
