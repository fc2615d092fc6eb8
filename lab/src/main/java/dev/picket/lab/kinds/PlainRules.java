package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Kinds that have defaults only.
 *
 * @param countsGenerations whether changes are counted
 * @param defaults fills in what was left out
 */
record PlainRules(boolean countsGenerations, Consumer<ObjectNode> defaults) implements KindRules {

  @Override
  public void complete(ObjectNode object) {
    defaults.accept(object);
  }
}
