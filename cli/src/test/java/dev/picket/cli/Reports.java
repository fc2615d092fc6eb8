package dev.picket.cli;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reports that the tests of whole processes send, and what became of them. */
final class Reports {

  private Reports() {}

  /** A Falco event of an older build, which has no identity, about the pod of this name. */
  static String falco(String pod) {
    return """
    {"time":"2026-11-22T12:00:00.123456789Z","priority":"Warning","rule":"Terminal shell",
     "output":"A shell in %1$s","output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"%1$s"}}\
    """
        .formatted(pod);
  }

  /** The pods that Observations are about, all of them. */
  static Set<String> pods(PicketProcess picket) {
    try (ApiClient api = new ApiClient(URI.create(picket.address()))) {
      return api.observations(Map.of(), Integer.MAX_VALUE, 1000).stream()
          .map(each -> each.path("resource").path("name").asText())
          .collect(Collectors.toSet());
    }
  }
}
