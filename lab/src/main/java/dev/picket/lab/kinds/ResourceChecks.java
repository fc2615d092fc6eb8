package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.resource.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with amounts of resources. */
final class ResourceChecks {

  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");

  private ResourceChecks() {}

  /** Limits and requests of a container. */
  static void requirements(Problems problems, JsonNode resources, String path) {
    JsonNode limits = resources.path("limits");
    JsonNode requests = resources.path("requests");
    amounts(problems, limits, path + ".limits");
    amounts(problems, requests, path + ".requests");
    for (Map.Entry<String, JsonNode> request : requests.properties()) {
      Optional<Quantity> limit = Quantity.parse(limits.path(request.getKey()).asText());
      Quantity wanted = quantity(request.getValue());
      if (limit.isPresent() && wanted.compareTo(limit.get()) > 0) {
        problems.invalid(
            path + ".requests",
            request.getValue(),
            "must be less than or equal to %s limit of %s"
                .formatted(request.getKey(), limit.get().text()));
      }
    }
  }

  private static void amounts(Problems problems, JsonNode amounts, String path) {
    for (Map.Entry<String, JsonNode> each : amounts.properties()) {
      String name = each.getKey();
      String place = path + "[" + name + "]";
      name(problems, name, place);
      notNegative(problems, each.getValue(), place);
    }
  }

  private static void name(Problems problems, String name, String place) {
    if (name.contains("/")) {
      problems.format(place, name, Formats.qualifiedName(name));
    } else if (!STANDARD.contains(name) && !name.startsWith("hugepages-")) {
      problems.invalid(place, name, "must be a standard resource type or fully qualified");
      problems.invalid(place, name, "must be a standard resource for containers");
    }
  }

  /** Requires an amount that is not below nothing. */
  static void notNegative(Problems problems, JsonNode amount, String place) {
    if (quantity(amount).compareTo(Quantity.ZERO) < 0) {
      problems.invalid(place, amount, "must be greater than or equal to 0");
    }
  }

  /** The quantity in a field that was decoded, so it is one. */
  static Quantity quantity(JsonNode amount) {
    return Quantity.parse(amount.asText()).orElse(Quantity.ZERO);
  }
}
