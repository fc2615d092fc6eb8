package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Caches;
import java.util.HashSet;
import java.util.Set;

/** Gives pods addresses of 10.244.0.0/16 that no other pod has. Safe for use by many threads. */
final class PodAddresses {

  private static final int COUNT = 65_534;

  private final Caches caches;
  private final Set<String> taken = new HashSet<>();
  private int last;

  PodAddresses(Caches caches) {
    this.caches = caches;
  }

  /**
   * An address.
   *
   * @throws IllegalStateException when every one is taken
   */
  synchronized String next() {
    if (last == 0 || last == COUNT) {
      taken.clear();
      last = 0;
      for (ObjectNode each : caches.of(Kinds.PODS).all()) {
        JsonNode address = each.path("status").path("podIP");
        if (!Pods.ended(each) && address.isTextual()) {
          taken.add(address.asText());
        }
      }
    }
    while (last < COUNT) {
      last++;
      String address = "10.244." + last / 256 + "." + last % 256;
      if (!taken.contains(address)) {
        return address;
      }
    }
    throw new IllegalStateException("all " + COUNT + " addresses of pods are taken");
  }
}
