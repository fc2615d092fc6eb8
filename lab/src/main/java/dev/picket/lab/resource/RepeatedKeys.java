package dev.picket.lab.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Finds keys that stand more than once in an object. */
final class RepeatedKeys {

  private RepeatedKeys() {}

  /** Reads to the end. */
  static void find(JsonParser parser, Consumer<String> repeated) throws IOException {
    Deque<Set<String>> keys = new ArrayDeque<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> keys.push(new HashSet<>());
        case END_OBJECT -> keys.pop();
        case FIELD_NAME -> {
          if (!keys.element().add(parser.currentName())) {
            repeated.accept(place(parser));
          }
        }
        default -> {}
      }
    }
  }

  private static String place(JsonParser parser) {
    StringBuilder place = new StringBuilder();
    var context = parser.getParsingContext();
    while (!context.inRoot()) {
      String step =
          context.inArray() ? "[" + context.getCurrentIndex() + "]" : context.getCurrentName();
      boolean dot = !place.isEmpty() && place.charAt(0) != '[';
      place.insert(0, dot ? step + "." : step);
      context = context.getParent();
    }
    return place.toString();
  }
}
