package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Quantity;
import java.util.List;

/** How well a pod is treated when a node runs out of something, by what its containers ask for. */
final class QualityOfService {

  private QualityOfService() {}

  /** Guaranteed, Burstable or BestEffort. */
  static String of(JsonNode spec) {
    boolean none = true;
    boolean guaranteed = true;
    for (String list : List.of("containers", "initContainers")) {
      for (ObjectNode container : Defaults.objects(spec, list)) {
        JsonNode resources = container.path("resources");
        for (String name : List.of("cpu", "memory")) {
          Quantity limit = ResourceChecks.quantity(resources.path("limits").path(name));
          Quantity request = ResourceChecks.quantity(resources.path("requests").path(name));
          none &= limit.compareTo(Quantity.ZERO) == 0 && request.compareTo(Quantity.ZERO) == 0;
          guaranteed &= limit.compareTo(Quantity.ZERO) > 0 && limit.compareTo(request) == 0;
        }
      }
    }
    return none ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
  }
}
