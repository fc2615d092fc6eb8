package dev.picket.sources.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the items of one payload; used once. */
final class ItemReader {

  private static final int ITEM_BYTES = 512;

  private final JsonParser parser;
  private final PayloadFormat format;
  private final Normaliser normaliser;
  private final PayloadLimits limits;
  private final Instant receivedAt;
  private final Memory memory;
  private final TreeReader trees;
  private final List<Item> items = new ArrayList<>(1);

  ItemReader(
      JsonParser parser,
      PayloadFormat format,
      Normaliser normaliser,
      PayloadLimits limits,
      Instant receivedAt,
      Memory memory) {
    this.parser = parser;
    this.format = format;
    this.normaliser = normaliser;
    this.limits = limits;
    this.receivedAt = receivedAt;
    this.memory = memory;
    this.trees = new TreeReader(parser, memory);
  }

  /** Every root value's items: payloads may be arrays, or one event a line. */
  List<Item> readAll() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new InvalidInputException("body", "nothing", expected());
    }
    for (; token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT -> readRootObject();
        case START_ARRAY -> readArray("");
        default -> throw wrongRoot();
      }
    }
    return items;
  }

  private void readRootObject() throws IOException {
    if (format == PayloadFormat.AUDIT) {
      readAuditRoot();
    } else {
      add(trees.read(), "");
    }
  }

  private void readArray(String pointer) throws IOException {
    int start = items.size();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      add(trees.read(), pointer + "/" + (items.size() - start));
    }
  }

  /**
   * An EventList's items are normalised as they are met, before its kind may be known: fields have
   * no order. Should it turn out to be something else, they are thrown away.
   */
  private void readAuditRoot() throws IOException {
    int before = items.size();
    ObjectNode others = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      boolean list = parser.nextToken() == JsonToken.START_ARRAY && name.equals("items");
      if (list) {
        readArray("/items");
      } else {
        others.set(Texts.clean(name), trees.read());
      }
    }
    String kind = others.path("kind").asText();
    if (kind.equals("Event") && items.size() == before) {
      add(others, "");
    } else if (!kind.equals("EventList")) {
      throw new InvalidInputException("/kind", Place.shown(others.path("kind")), expected());
    }
    requireVersion(others.path("apiVersion"));
    trees.release();
  }

  private static void requireVersion(JsonNode version) {
    if (!version.asText().equals("audit.k8s.io/v1")) {
      throw new InvalidInputException("/apiVersion", Place.shown(version), "audit.k8s.io/v1");
    }
  }

  private void add(JsonNode event, String pointer) {
    if (items.size() == limits.batchItemsMax()) {
      throw new InvalidInputException(
          "body", "more items", "at most " + limits.batchItemsMax() + " items in one request");
    }
    Place place = new Place(items.size(), pointer);
    Item item =
        event.isObject()
            ? normaliser.normalise(event, place, receivedAt)
            : place.invalid("", event, "an object");
    trees.release();
    memory.hold(bytes(item));
    items.add(item);
  }

  private static long bytes(Item item) {
    if (item instanceof Item.Reported reported) {
      Occurrence occurrence = reported.occurrence();
      return ITEM_BYTES + 2L * (occurrence.details().length() + occurrence.title().length());
    }
    return ITEM_BYTES;
  }

  private InvalidInputException wrongRoot() throws IOException {
    return new InvalidInputException(
        items.isEmpty() ? "body" : "after item " + (items.size() - 1),
        parser.getText(),
        expected());
  }

  private String expected() {
    return switch (format) {
      case FALCO -> "Falco's JSON output: an object, an array of such, or one a line";
      case AUDIT -> "an EventList or an Event of audit.k8s.io/v1";
      case GENERIC -> "a JSON object, an array of such, or one a line";
    };
  }
}
