package dev.picket.sources.ingester;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a YAML file, and the line it stands on. */
sealed interface YamlNode {

  /** Counted from 1. */
  int line();

  /** The value as an error message shows it. */
  String shown();

  /**
   * A text, number or truth value.
   *
   * @param text as it was written; {@code null} of YAML is empty
   */
  record Scalar(int line, String text) implements YamlNode {
    @Override
    public String shown() {
      return text.isEmpty() ? "nothing" : text;
    }
  }

  /** A sequence. */
  record Sequence(int line, List<YamlNode> elements) implements YamlNode {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String shown() {
      return "a list";
    }
  }

  /** A mapping, in the order of the file. */
  record Keyed(int line, Map<String, Entry> entries) implements YamlNode {
    public Keyed {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String shown() {
      return "keys and values";
    }
  }

  /**
   * A key's value.
   *
   * @param line of the key
   */
  record Entry(int line, YamlNode value) {}
}
