package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is kept of a vulnerability. Left out is what changes without being news, for a change of
 * details counts as an occurrence: when the report was written, the scanner's version, and when a
 * vulnerability's record was last modified. Links and ratings are put into an order.
 */
final class TrivyDetails {

  private static final List<String> TEXTS =
      List.of(
          "vulnerabilityID",
          "severity",
          "resource",
          "installedVersion",
          "fixedVersion",
          "title",
          "description",
          "primaryLink",
          "target",
          "class",
          "packageType",
          "packagePath",
          "packagePURL",
          "publishedDate",
          "cvsssource");

  private static final int TEXT_CHARS = 4_000;
  private static final int LINKS = 20;
  private static final int VENDORS = 20;
  private static final int RATINGS = 10;

  private TrivyDetails() {}

  static String text(TrivyReport report, JsonNode vulnerability) {
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    for (String field : TEXTS) {
      String value = Texts.cut(TrivyFinding.text(vulnerability, field), TEXT_CHARS);
      if (!value.isEmpty()) {
        details.put(field, value);
      }
    }
    if (vulnerability.path("score").isNumber()) {
      details.put("score", vulnerability.path("score").doubleValue());
    }
    addLinks(details, vulnerability.path("links"));
    addRatings(details, vulnerability.path("cvss"));
    details.setAll(report.about());
    return Details.text(details);
  }

  private static void addLinks(ObjectNode details, JsonNode links) {
    TreeSet<String> sorted = new TreeSet<>();
    for (JsonNode link : links) {
      String text = clean(link);
      if (!text.isEmpty()) {
        sorted.add(text);
      }
    }
    sorted.stream().limit(LINKS).forEach(details.withArray("links")::add);
    if (sorted.isEmpty()) {
      details.remove("links");
    }
  }

  /** By vendor and name of the rating, such as nvd and V3Score; nothing deeper. */
  private static void addRatings(ObjectNode details, JsonNode cvss) {
    TreeMap<String, ObjectNode> vendors = new TreeMap<>();
    for (var vendor : cvss.properties()) {
      ObjectNode ratings = ratings(vendor.getValue());
      if (!ratings.isEmpty()) {
        vendors.put(Texts.cut(Texts.clean(vendor.getKey()), Texts.NAME_CHARS), ratings);
      }
    }
    if (!vendors.isEmpty()) {
      ObjectNode kept = details.putObject("cvss");
      vendors.entrySet().stream()
          .limit(VENDORS)
          .forEach(vendor -> kept.set(vendor.getKey(), vendor.getValue()));
    }
  }

  private static ObjectNode ratings(JsonNode vendor) {
    TreeMap<String, String> sorted = new TreeMap<>();
    for (var rating : vendor.properties()) {
      String value = clean(rating.getValue());
      if (!value.isEmpty()) {
        sorted.put(Texts.cut(Texts.clean(rating.getKey()), Texts.NAME_CHARS), value);
      }
    }
    ObjectNode ratings = JsonNodeFactory.instance.objectNode();
    sorted.entrySet().stream()
        .limit(RATINGS)
        .forEach(rating -> ratings.put(rating.getKey(), rating.getValue()));
    return ratings;
  }

  private static String clean(JsonNode value) {
    return Texts.cut(Texts.clean(Texts.of(value)), Texts.IDENTITY_CHARS);
  }
}
