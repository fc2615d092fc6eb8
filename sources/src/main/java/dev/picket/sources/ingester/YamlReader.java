package dev.picket.sources.ingester;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.picket.observation.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads YAML and remembers where everything stood. */
final class YamlReader {

  private static final YAMLFactory YAML = new YAMLFactory();

  private final String file;
  private final JsonParser parser;

  private YamlReader(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * Reads a file's one document.
   *
   * @param file its name, for messages
   * @throws InvalidInputException when it is not YAML, or uses aliases, or gives a key twice
   */
  static YamlNode read(String file, String text) {
    try (JsonParser parser = YAML.createParser(text)) {
      YamlReader reader = new YamlReader(file, parser);
      if (parser.nextToken() == null) {
        return new YamlNode.Keyed(1, Map.of());
      }
      YamlNode root = reader.node();
      if (parser.nextToken() != null) {
        throw reader.invalid("a second document", "one document");
      }
      return root;
    } catch (JacksonException malformed) {
      var location = malformed.getLocation();
      String line = location == null ? "" : ":" + location.getLineNr();
      throw new InvalidInputException(
          file + line, firstLine(malformed.getOriginalMessage()), "well-formed YAML");
    } catch (IOException unreadable) {
      throw new InvalidInputException(file, String.valueOf(unreadable.getMessage()), "YAML");
    }
  }

  private YamlNode node() throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw invalid("an alias", "the value itself");
    }
    int line = line();
    return switch (parser.currentToken()) {
      case START_OBJECT -> keyed(line);
      case START_ARRAY -> sequence(line);
      case VALUE_NULL -> new YamlNode.Scalar(line, "");
      default -> new YamlNode.Scalar(line, parser.getText());
    };
  }

  private YamlNode keyed(int line) throws IOException {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      if (entries.put(key, new YamlNode.Entry(keyLine, node())) != null) {
        throw new InvalidInputException(file + ":" + keyLine, key, "each key once");
      }
    }
    return new YamlNode.Keyed(line, entries);
  }

  private YamlNode sequence(int line) throws IOException {
    List<YamlNode> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node());
    }
    return new YamlNode.Sequence(line, elements);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private InvalidInputException invalid(String found, String expected) {
    return new InvalidInputException(file + ":" + line(), found, expected);
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
