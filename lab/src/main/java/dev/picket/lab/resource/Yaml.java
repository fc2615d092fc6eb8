package dev.picket.lab.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML documents as JSON trees, with the scalars of YAML 1.1 but for times and numbers of
 * base 60, which are texts.
 */
public final class Yaml {

  /** Against aliases that multiply. */
  private static final int NODES_MAX = 1_000_000;

  private static final int DEPTH_MAX = 200;
  private static final int CHARACTERS_MAX = 8 << 20;

  private final Consumer<String> repeated;
  private int nodes;

  private Yaml(Consumer<String> repeated) {
    this.repeated = repeated;
  }

  /**
   * Reads a document.
   *
   * @param repeated takes each repeated key's path, such as {@code spec.replicas}; the last value
   *     counts
   * @throws StatusException 400 when it is not YAML
   */
  public static JsonNode read(byte[] body, Consumer<String> repeated) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(true);
    options.setNestingDepthLimit(DEPTH_MAX);
    options.setCodePointLimit(CHARACTERS_MAX);
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      Node root = new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(text));
      return root == null ? NullNode.getInstance() : new Yaml(repeated).read(root, "", 0);
    } catch (MarkedYAMLException malformed) {
      int line = malformed.getProblemMark() == null ? 0 : malformed.getProblemMark().getLine() + 1;
      throw wrong("line " + line + ": " + malformed.getProblem());
    } catch (YAMLException malformed) {
      throw wrong(String.valueOf(malformed.getMessage()));
    }
  }

  private JsonNode read(Node node, String place, int depth) {
    if (++nodes > NODES_MAX || depth > DEPTH_MAX) {
      throw wrong("document contains excessive aliasing");
    }
    return switch (node) {
      case MappingNode map -> map(map, place, depth);
      case SequenceNode list -> {
        ArrayNode elements = Json.array();
        for (Node each : list.getValue()) {
          elements.add(read(each, place + "[" + elements.size() + "]", depth + 1));
        }
        yield elements;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw wrong(at(node) + ": unexpected " + node.getNodeId());
    };
  }

  private ObjectNode map(MappingNode map, String place, int depth) {
    ObjectNode object = Json.object();
    ObjectNode merged = Json.object();
    for (NodeTuple each : map.getValue()) {
      Node key = each.getKeyNode();
      if (key.getTag().equals(Tag.MERGE)) {
        merge(read(each.getValueNode(), place, depth + 1), merged, key);
        continue;
      }
      if (!(key instanceof ScalarNode scalar)) {
        throw wrong(at(key) + ": a key is not a scalar");
      }
      String name = scalar.getValue();
      String inner = place.isEmpty() ? name : place + "." + name;
      if (object.has(name)) {
        repeated.accept(inner);
      }
      object.set(name, read(each.getValueNode(), inner, depth + 1));
    }
    merged.properties().forEach(each -> object.putIfAbsent(each.getKey(), each.getValue()));
    return object;
  }

  /** What stands earlier counts. */
  private static void merge(JsonNode value, ObjectNode merged, Node key) {
    if (value instanceof ObjectNode map) {
      map.properties().forEach(each -> merged.putIfAbsent(each.getKey(), each.getValue()));
    } else if (value instanceof ArrayNode list) {
      list.forEach(each -> merge(each, merged, key));
    } else {
      throw wrong(at(key) + ": map merge requires map or sequence of maps as the value");
    }
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      String lower = text.toLowerCase(Locale.ROOT);
      return BooleanNode.valueOf(lower.equals("true") || lower.equals("yes") || lower.equals("on"));
    }
    if (text.indexOf(':') < 0 && (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT))) {
      return number(scalar, text.replace("_", ""), tag.equals(Tag.INT));
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode number(ScalarNode scalar, String text, boolean whole) {
    try {
      return whole ? integer(text) : DecimalNode.valueOf(new BigDecimal(text));
    } catch (NumberFormatException malformed) {
      throw wrong(at(scalar) + ": JSON has no number '" + text + "'");
    }
  }

  private static JsonNode integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    if (digits.startsWith("0x") || digits.startsWith("0b")) {
      radix = digits.startsWith("0x") ? 16 : 2;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
    }
    BigInteger value = new BigInteger(digits, radix);
    value = negative ? value.negate() : value;
    if (value.bitLength() < Integer.SIZE) {
      return IntNode.valueOf(value.intValueExact());
    }
    return value.bitLength() < Long.SIZE
        ? LongNode.valueOf(value.longValueExact())
        : BigIntegerNode.valueOf(value);
  }

  private static String at(Node node) {
    return "line " + (node.getStartMark().getLine() + 1);
  }

  private static StatusException wrong(String problem) {
    return StatusException.badRequest(
        "error decoding YAML: error converting YAML to JSON: yaml: " + problem);
  }
}
