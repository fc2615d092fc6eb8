package dev.picket.sources.payload;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * Decodes payloads of one format into normalised items, holding one item at a time as a tree.
 *
 * <p>Safe for use by many threads.
 */
public final class PayloadReader {

  private static final int NAME_CHARS = 8_192;
  private static final int NUMBER_CHARS = 1_000;
  private static final int STRING_CHARS = 4 * 1024 * 1024;
  private static final int SHOWN_BYTES = 8;

  private final PayloadFormat format;
  private final Normaliser normaliser;
  private final PayloadLimits limits;
  private final JsonFactory json;

  public PayloadReader(PayloadFormat format, Normaliser normaliser, PayloadLimits limits) {
    this.format = format;
    this.normaliser = normaliser;
    this.limits = limits;
    this.json = factory(limits);
  }

  private static JsonFactory factory(PayloadLimits limits) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.jsonDepthMax())
                .maxNameLength(NAME_CHARS)
                .maxNumberLength(NUMBER_CHARS)
                .maxStringLength(STRING_CHARS)
                .build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
        .build();
  }

  /**
   * The items of a payload, in their order.
   *
   * @param body UTF-8
   * @param length how many bytes of it count
   * @param receivedAt dates items without a time of their own
   * @param memory told of what reading takes and of what the items take
   * @throws InvalidInputException when the payload as a whole is not usable; single items that are
   *     not are in the list as such
   */
  public List<Item> read(byte[] body, int length, Instant receivedAt, Memory memory) {
    int invalid = Utf8.firstInvalid(body, length);
    if (invalid >= 0) {
      throw new InvalidInputException(
          "byte " + invalid, hex(body, invalid, length), "a body in UTF-8");
    }
    try (JsonParser parser = json.createParser(body, 0, length)) {
      ItemReader items = new ItemReader(parser, format, normaliser, limits, receivedAt, memory);
      return parse(parser, items);
    } catch (IOException impossible) {
      throw new UncheckedIOException("closing a parser over memory failed", impossible);
    }
  }

  private List<Item> parse(JsonParser parser, ItemReader items) throws IOException {
    try {
      return items.readAll();
    } catch (StreamConstraintsException tooMuch) {
      throw new InvalidInputException(place(parser), "more", expectation(tooMuch));
    } catch (JacksonException malformed) {
      throw new InvalidInputException(
          place(parser), malformed.getOriginalMessage(), "well-formed JSON");
    }
  }

  private String expectation(StreamConstraintsException tooMuch) {
    String message = tooMuch.getOriginalMessage();
    return message.contains("depth")
        ? "at most " + limits.jsonDepthMax() + " levels of nesting"
        : "texts and numbers of bounded length (" + message + ")";
  }

  private static String place(JsonParser parser) {
    var location = parser.currentLocation();
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    String shown = pointer.length() > 200 ? pointer.substring(0, 200) + "..." : pointer;
    return "line "
        + location.getLineNr()
        + ", column "
        + location.getColumnNr()
        + (shown.isEmpty() ? "" : ", in " + shown);
  }

  private static String hex(byte[] body, int from, int length) {
    StringBuilder shown = new StringBuilder();
    for (int at = from; at < Math.min(length, from + SHOWN_BYTES); at++) {
      shown.append(String.format("%02x ", body[at]));
    }
    return shown.toString().strip();
  }
}
