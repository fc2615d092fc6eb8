package dev.picket.sources.ingester;

import dev.picket.observation.InputProblem;
import dev.picket.observation.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys and values of a configuration file that belong together. What is wrong is noted, and reading
 * goes on with what would hold without it, so that all mistakes are told at once.
 */
final class Section {

  private final String file;
  private final List<InputProblem> problems;
  private final String path;
  private final int line;
  private final Map<String, YamlNode.Entry> entries;

  private Section(
      String file, List<InputProblem> problems, String path, YamlNode node, List<String> known) {
    this.file = file;
    this.problems = problems;
    this.path = path;
    this.line = node.line();
    if (node instanceof YamlNode.Keyed keyed) {
      this.entries = keyed.entries();
    } else {
      this.entries = Map.of();
      boolean empty = node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty();
      if (!empty) {
        note(node.line(), "", node.shown(), "keys and values: " + String.join(", ", known));
      }
    }
    noteUnknown(known);
  }

  /** A file's root. */
  static Section root(String file, List<InputProblem> problems, YamlNode node, List<String> known) {
    return new Section(file, problems, "", node, known);
  }

  private void noteUnknown(List<String> known) {
    if (known.isEmpty()) {
      return;
    }
    entries.forEach((key, entry) -> {
      if (!known.contains(key)) {
        note(entry.line(), key, "an unknown key", NearestKeys.expected(key, known));
      }
    });
  }

  /** The value of a key, or what holds without it. */
  <T> T read(String key, Form<T> form, T otherwise) {
    YamlNode.Entry entry = entries.get(key);
    return entry == null ? otherwise : parse(key, entry.value(), form).orElse(otherwise);
  }

  /** The value of a key that must be there; noted and empty if it is not. */
  <T> Optional<T> require(String key, Form<T> form) {
    YamlNode.Entry entry = entries.get(key);
    if (entry == null) {
      note(line, key, "nothing", form.expected());
      return Optional.empty();
    }
    return parse(key, entry.value(), form);
  }

  /** The values of a key's list. */
  <T> List<T> readAll(String key, Form<T> form) {
    YamlNode.Entry entry = entries.get(key);
    List<T> values = new ArrayList<>();
    if (entry != null && entry.value() instanceof YamlNode.Sequence sequence) {
      List<YamlNode> elements = sequence.elements();
      for (int at = 0; at < elements.size(); at++) {
        parse(key + "[" + at + "]", elements.get(at), form).ifPresent(values::add);
      }
    } else if (entry != null) {
      note(entry.line(), key, entry.value().shown(), "a list");
    }
    return values;
  }

  /** The values of all keys of this section. */
  <T> Map<String, T> readEach(Form<T> form) {
    Map<String, T> values = new LinkedHashMap<>();
    entries.forEach(
        (key, entry) -> parse(key, entry.value(), form).ifPresent(value -> values.put(key, value)));
    return values;
  }

  /** The section below a key; an empty one if there is none. */
  Section section(String key, List<String> known) {
    YamlNode.Entry entry = entries.get(key);
    YamlNode node = entry == null ? new YamlNode.Keyed(line, Map.of()) : entry.value();
    return new Section(file, problems, child(key), node, known);
  }

  /** The sections in a key's list. */
  List<Section> sections(String key, List<String> known) {
    YamlNode.Entry entry = entries.get(key);
    if (entry == null || !(entry.value() instanceof YamlNode.Sequence sequence)) {
      note(
          entry == null ? line : entry.line(),
          key,
          entry == null ? "nothing" : entry.value().shown(),
          "a list");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (YamlNode each : sequence.elements()) {
      String name = child(key) + "[" + sections.size() + "]";
      sections.add(new Section(file, problems, name, each, known));
    }
    return sections;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  boolean hasList(String key) {
    YamlNode.Entry entry = entries.get(key);
    return entry != null && entry.value() instanceof YamlNode.Sequence;
  }

  /** Where a key stands, for messages. */
  String place(String key) {
    YamlNode.Entry entry = entries.get(key);
    return place(entry == null ? line : entry.value().line(), key);
  }

  /** Notes that a key's value is wrong. */
  void note(String key, String value, String expected) {
    problems.add(new InputProblem(place(key), value, expected));
  }

  /** Notes what something else found out about a value of this file. */
  void note(InvalidInputException invalid) {
    problems.addAll(invalid.problems());
  }

  private <T> Optional<T> parse(String key, YamlNode node, Form<T> form) {
    Optional<T> value =
        node instanceof YamlNode.Scalar scalar
            ? form.reading().apply(scalar.text())
            : Optional.empty();
    if (value.isEmpty()) {
      note(node.line(), key, node.shown(), form.expected());
    }
    return value;
  }

  private void note(int atLine, String key, String value, String expected) {
    problems.add(new InputProblem(place(atLine, key), value, expected));
  }

  private String place(int atLine, String key) {
    String name = key.isEmpty() ? path : child(key);
    return file + ":" + atLine + (name.isEmpty() ? "" : " " + name);
  }

  private String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
