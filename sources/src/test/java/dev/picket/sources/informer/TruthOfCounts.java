package dev.picket.sources.informer;

import dev.picket.kube.KubeObject;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Item;
import dev.picket.sources.payload.PayloadLimits;
import dev.picket.sources.payload.TrivyNormaliser;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often each finding should be counted, from what the owners of objects were told alone. */
final class TruthOfCounts {

  private final Map<String, Map<String, String>> lastTold = new HashMap<>();
  private final Map<Fingerprint, Long> counts = new HashMap<>();

  /** An owner was told of an object; what it said so before, in a row, is no news. */
  void told(KubeObject object, Map<String, String> says) {
    Map<String, String> before = lastTold.getOrDefault(object.uid(), Map.of());
    Map<String, Fingerprint> fingerprints = fingerprints(object);
    says.forEach((vulnerability, severity) -> {
      if (!severity.equals(before.get(vulnerability))) {
        Fingerprint fingerprint = fingerprints.get(vulnerability);
        counts.merge(fingerprint == null ? missing(vulnerability) : fingerprint, 1L, Long::sum);
      }
    });
    lastTold.put(object.uid(), says);
  }

  /** An owner was told that it is gone. */
  void gone(String uid) {
    lastTold.remove(uid);
  }

  /** An owner has a complete list of a partition, with these uids. */
  void goneBeside(int partition, Set<String> uids) {
    lastTold
        .keySet()
        .removeIf(uid -> FakeShards.partition(uid) == partition && !uids.contains(uid));
  }

  Map<Fingerprint, Long> counts() {
    return counts;
  }

  /** By vulnerability. */
  static Map<String, Fingerprint> fingerprints(KubeObject object) {
    Map<String, Fingerprint> fingerprints = new HashMap<>();
    for (Item item :
        new TrivyNormaliser("trivy", PayloadLimits.DEFAULT)
            .normalise(object.json(), Reports.NOW)
            .items()) {
      if (item instanceof Item.Reported reported) {
        fingerprints.put(reported.occurrence().rule(), Fingerprint.of(reported.occurrence()));
      }
    }
    return fingerprints;
  }

  private static Fingerprint missing(String vulnerability) {
    throw new IllegalStateException(vulnerability + " is not among what was found");
  }
}
