package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.Tables;
import dev.picket.lab.resource.Tables.Include;
import dev.picket.lab.store.StoredObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In which form a client wants objects.
 *
 * @param form whole objects, their metadata, or tables
 * @param include what the rows of a table carry
 */
record View(Form form, Include include) {

  /** The forms that there are. */
  enum Form {
    WHOLE,
    METADATA,
    TABLE
  }

  static final View WHOLE = new View(Form.WHOLE, Include.NONE);

  /**
   * The first form of an Accept header that the lab has.
   *
   * @throws StatusException 406 when there is none
   */
  static View of(ApiRequest request) {
    if (request.accept().isBlank()) {
      return WHOLE;
    }
    for (String each : request.accept().split(",", -1)) {
      String range = each.replace(" ", "").toLowerCase(Locale.ROOT);
      if (range.startsWith("application/json")
          || range.startsWith("*/*")
          || range.startsWith("application/*")) {
        Form form = form(range);
        if (form != null) {
          return new View(form, form == Form.TABLE ? include(request.query()) : Include.NONE);
        }
      }
    }
    throw StatusException.of(
        406,
        "NotAcceptable",
        "only the following media types are accepted: application/json, and its Tables and"
            + " PartialObjectMetadata of meta.k8s.io/v1");
  }

  /**
   * Requires that whole objects will do.
   *
   * @throws StatusException 406 when the client takes nothing else than what the lab has not
   */
  static void whole(ApiRequest request) {
    of(request);
  }

  /** The object in this form, at the type's version. */
  ObjectNode show(ResourceType type, StoredObject object) {
    ObjectNode content =
        Versions.same(type, object) ? object.content() : Versions.shown(type, object);
    return form == Form.METADATA ? Tables.metadataOnly(content) : content;
  }

  private static @Nullable Form form(String range) {
    List<String> parts = Arrays.asList(range.split(";", -1));
    if (!range.contains(";as=")) {
      return Form.WHOLE;
    }
    if (!parts.contains("v=v1") || !parts.contains("g=meta.k8s.io")) {
      return null;
    }
    if (parts.contains("as=table")) {
      return Form.TABLE;
    }
    boolean metadata =
        parts.contains("as=partialobjectmetadata")
            || parts.contains("as=partialobjectmetadatalist");
    return metadata ? Form.METADATA : null;
  }

  private static Include include(Query query) {
    return switch (query.text("includeObject")) {
      case "", "Metadata" -> Include.METADATA;
      case "None" -> Include.NONE;
      case "Object" -> Include.OBJECT;
      default ->
          throw StatusException.badRequest(
              "query parameter 'includeObject': expected None, Metadata or Object");
    };
  }
}
