package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server said.
 *
 * @param request the method and path that it was asked
 */
record Answer(String request, int status, HttpHeaders headers, String body) {

  private static final int TOLD = 600;

  static Answer of(String request, int status, HttpHeaders headers, byte[] body) {
    return new Answer(request, status, headers, new String(body, StandardCharsets.UTF_8));
  }

  JsonNode json() {
    return Loose.parse(body);
  }

  JsonNode at(String pointer) {
    return json().at(pointer);
  }

  String text(String pointer) {
    return at(pointer).asText();
  }

  String name() {
    return text("/metadata/name");
  }

  String revision() {
    return text("/metadata/resourceVersion");
  }

  String uid() {
    return text("/metadata/uid");
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  Answer is(int expected) {
    if (status != expected) {
      throw new AssertionError("expected %d of %s".formatted(expected, told()));
    }
    return this;
  }

  Answer is(int expected, String reason) {
    is(expected);
    if (!text("/reason").equals(reason)) {
      throw new AssertionError("expected reason %s of %s".formatted(reason, told()));
    }
    return this;
  }

  /** The message, word for word. */
  Answer says(String message) {
    assertThat(text("/message")).as(request).isEqualTo(message);
    return this;
  }

  /** Parts of the message. */
  Answer mentions(String... parts) {
    assertThat(text("/message")).as(request).contains(parts);
    return this;
  }

  /** A cause, as field, reason and message, the latter in part. */
  Answer cause(String field, String reason, String message) {
    for (JsonNode each : at("/details/causes")) {
      if (each.path("field").asText().equals(field)
          && each.path("reason").asText().equals(reason)
          && each.path("message").asText().contains(message)) {
        return this;
      }
    }
    throw new AssertionError(
        "expected cause [%s %s %s] of %s".formatted(field, reason, message, told()));
  }

  /** All causes, each as field and reason, in any order. */
  Answer causes(String... expected) {
    List<String> found = new ArrayList<>();
    for (JsonNode each : at("/details/causes")) {
      found.add(each.path("field").asText() + " " + each.path("reason").asText());
    }
    assertThat(found).as("causes of " + told()).containsExactlyInAnyOrder(expected);
    return this;
  }

  /** An invalid object with one wrong field. */
  Answer invalid(String field, String reason, String message) {
    return is(422, "Invalid").cause(field, reason, message);
  }

  /** A value: text as it is, all else as loose JSON. */
  Answer has(String pointer, String expected) {
    JsonNode found = at(pointer);
    boolean equal =
        found.isTextual()
            ? found.asText().equals(expected)
            : !found.isMissingNode() && found.equals(Loose.parse(expected));
    if (!equal) {
      throw new AssertionError(
          "expected %s at %s, found %s, of %s"
              .formatted(expected, pointer, found.isMissingNode() ? "nothing" : found, told()));
    }
    return this;
  }

  Answer lacks(String pointer) {
    if (!at(pointer).isMissingNode()) {
      throw new AssertionError(
          "expected nothing at %s, found %s, of %s".formatted(pointer, at(pointer), request));
    }
    return this;
  }

  /** The names of a list's items. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    at("/items").forEach(each -> names.add(each.at("/metadata/name").asText()));
    return names;
  }

  String told() {
    String flat = body.replaceAll("\\s+", " ");
    return "%s: %d %s"
        .formatted(request, status, flat.length() > TOLD ? flat.substring(0, TOLD) + "..." : flat);
  }
}
