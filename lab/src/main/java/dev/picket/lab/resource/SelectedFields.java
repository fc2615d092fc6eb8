package dev.picket.lab.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.picket.lab.store.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads some fields of an object, and no more of it than it must: lists may have a hundred thousand
 * objects to look at. Immutable once all fields are added.
 */
final class SelectedFields {

  private final Branch root = new Branch();
  private int count;

  /** Adds a field; the number says where its value will be. */
  int add(List<String> path) {
    Branch branch = root;
    for (String each : path) {
      branch = branch.below.computeIfAbsent(each, _ -> new Branch());
    }
    if (branch.number < 0) {
      branch.number = count;
      count++;
    }
    return branch.number;
  }

  /** The fields' values as texts, empty for what is missing or is no scalar. */
  String[] read(StoredObject object) {
    String[] values = new String[count];
    Arrays.fill(values, "");
    try (JsonParser parser = object.parser()) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        read(parser, root, values, count);
      }
      return values;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Reads the members of an object; gives back how many fields are still to be found. */
  private static int read(JsonParser parser, Branch branch, String[] values, int missing)
      throws IOException {
    int left = missing;
    while (left > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
      Branch below = branch.below.get(parser.currentName());
      JsonToken token = parser.nextToken();
      if (below == null || token == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        left = read(parser, below, values, left);
      } else if (below.number >= 0) {
        values[below.number] = token == JsonToken.VALUE_NULL ? "" : parser.getText();
        left--;
      }
    }
    return left;
  }

  /** What is wanted below one name. */
  private static final class Branch {

    private final Map<String, Branch> below = new HashMap<>();
    private int number = -1;
  }
}
