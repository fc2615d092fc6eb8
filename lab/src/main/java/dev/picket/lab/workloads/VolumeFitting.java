package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.resource.Json;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which volumes a claim may have, and what one made for it looks like. */
final class VolumeFitting {

  private static final Pattern QUANTITY = Pattern.compile("([0-9.]+)([a-zA-Z]{0,2})");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("", BigDecimal.ONE),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("Ki", BigDecimal.TWO.pow(10)),
          Map.entry("Mi", BigDecimal.TWO.pow(20)),
          Map.entry("Gi", BigDecimal.TWO.pow(30)),
          Map.entry("Ti", BigDecimal.TWO.pow(40)),
          Map.entry("Pi", BigDecimal.TWO.pow(50)));

  private VolumeFitting() {}

  static boolean fits(JsonNode claim, JsonNode volume) {
    JsonNode reference = volume.path("spec").path("claimRef");
    String uid = reference.path("uid").asText();
    if (!uid.isEmpty()) {
      return uid.equals(Metadata.uid(claim));
    }
    boolean reserved =
        !reference.isMissingNode()
            && !(reference.path("name").asText().equals(Metadata.name(claim))
                && reference.path("namespace").asText().equals(Metadata.namespace(claim)));
    JsonNode asked = claim.path("spec").path("resources").path("requests").path("storage");
    return !reserved
        && !Metadata.deleting(volume)
        && text(volume, "storageClassName").equals(text(claim, "storageClassName"))
        && mode(volume).equals(mode(claim))
        && modes(volume).containsAll(modes(claim))
        && Selectors.matches(claim.path("spec").path("selector"), Metadata.labels(volume))
        && capacity(volume).compareTo(quantity(asked.asText())) >= 0;
  }

  static BigDecimal capacity(JsonNode volume) {
    return quantity(volume.path("spec").path("capacity").path("storage").asText());
  }

  /** A reference from a volume to its claim. */
  static ObjectNode reference(JsonNode claim) {
    return Json.object()
        .put("apiVersion", "v1")
        .put("kind", "PersistentVolumeClaim")
        .put("namespace", Metadata.namespace(claim))
        .put("name", Metadata.name(claim))
        .put("uid", Metadata.uid(claim))
        .put("resourceVersion", claim.path("metadata").path("resourceVersion").asText());
  }

  /** A volume made for a claim. */
  static ObjectNode volume(JsonNode claim, JsonNode storage) {
    ObjectNode volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
    String name = "pvc-" + Metadata.uid(claim);
    volume
        .putObject("metadata")
        .put("name", name)
        .putObject("annotations")
        .put("pv.kubernetes.io/provisioned-by", storage.path("provisioner").asText());
    ObjectNode spec = volume.putObject("spec");
    JsonNode asked = claim.path("spec").path("resources").path("requests").path("storage");
    spec.putObject("capacity").put("storage", asked.asText("1Gi"));
    spec.set("accessModes", claim.path("spec").path("accessModes").deepCopy());
    spec.set("claimRef", reference(claim));
    spec.put("persistentVolumeReclaimPolicy", storage.path("reclaimPolicy").asText("Delete"));
    spec.put("storageClassName", Metadata.name(storage));
    spec.put("volumeMode", mode(claim));
    spec.putObject("hostPath").put("path", "/lab/" + name).put("type", "DirectoryOrCreate");
    return volume;
  }

  private static BigDecimal quantity(String text) {
    Matcher matcher = QUANTITY.matcher(text);
    BigDecimal unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
    return unit == null ? BigDecimal.ZERO : new BigDecimal(matcher.group(1)).multiply(unit);
  }

  private static String text(JsonNode object, String field) {
    return object.path("spec").path(field).asText();
  }

  private static String mode(JsonNode object) {
    return object.path("spec").path("volumeMode").asText("Filesystem");
  }

  private static Set<String> modes(JsonNode object) {
    Set<String> modes = new HashSet<>();
    object.path("spec").path("accessModes").forEach(each -> modes.add(each.asText()));
    return modes;
  }
}
