package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** An expression over a payload. Implementations are safe for use by many threads. */
public interface FieldExpression {

  /** As the person wrote it. */
  String expression();

  /** Its value as a text; empty when there is none, or the payload lacks what it refers to. */
  Optional<String> evaluate(JsonNode body);
}
