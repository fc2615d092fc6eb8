package dev.picket.lab.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.Subresource;
import dev.picket.lab.resource.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says which resources there are, in the aggregated and in the older form. */
final class Discovery {

  private Discovery() {}

  /** The aggregated form, if the client takes it; its type must be echoed. */
  static Optional<Answer> aggregated(String accept, List<ResourceType> types, boolean core) {
    for (String each : accept.toLowerCase(Locale.ROOT).replace(" ", "").split(",", -1)) {
      if (each.contains("as=apigroupdiscoverylist") && each.contains("g=apidiscovery.k8s.io")) {
        String version = each.contains("v=v2beta1") ? "v2beta1" : "v2";
        byte[] body = Json.bytes(aggregate(version, types, core));
        String type =
            "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
        return Optional.of(Answer.document(200, type, out -> out.write(body)));
      }
    }
    return Optional.empty();
  }

  /** The older answer of {@code /api}. */
  static ObjectNode coreVersions(String address) {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", address);
    return versions;
  }

  /** The older answer of {@code /apis}. */
  static ObjectNode groups(List<ResourceType> types) {
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    versions(types, false).forEach((group, versions) -> groups.add(group(group, versions)));
    return list;
  }

  /** The older answer of {@code /apis/<group>}. */
  static Optional<ObjectNode> group(String group, List<ResourceType> types) {
    Map<String, List<ResourceType>> versions = versions(types, false).get(group);
    return versions == null
        ? Optional.empty()
        : Optional.of(group(group, versions).put("kind", "APIGroup").put("apiVersion", "v1"));
  }

  /** The older answer of a group's version. */
  static Optional<ObjectNode> resources(String group, String version, List<ResourceType> types) {
    List<ResourceType> own =
        versions(types, group.isEmpty())
            .getOrDefault(group, Map.of())
            .getOrDefault(version, List.of());
    if (own.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", own.getFirst().apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (ResourceType each : own) {
      ObjectNode resource = resources.addObject();
      resource.put("name", each.plural()).put("singularName", each.singular());
      resource.put("namespaced", each.namespaced()).put("kind", each.kind());
      each.verbs().forEach(resource.putArray("verbs")::add);
      names(resource, each);
      Subresource.all(each).forEach(part -> subresource(resources.addObject(), each, part));
    }
    return Optional.of(list);
  }

  private static void subresource(ObjectNode node, ResourceType type, Subresource part) {
    node.put("name", type.plural() + "/" + part.name()).put("singularName", "");
    node.put("namespaced", type.namespaced());
    if (!part.ownKind(type)) {
      node.put("group", part.group()).put("version", part.version());
    }
    node.put("kind", part.kind());
    part.verbs().forEach(node.putArray("verbs")::add);
  }

  /** Types by group and version, preferred versions first. */
  static Map<String, Map<String, List<ResourceType>>> versions(
      List<ResourceType> types, boolean core) {
    Map<String, Map<String, List<ResourceType>>> groups = new TreeMap<>();
    for (ResourceType each : types) {
      if (each.group().isEmpty() == core) {
        groups
            .computeIfAbsent(each.group(), _ -> new TreeMap<>(VersionOrder.PREFERRED_FIRST))
            .computeIfAbsent(each.version(), _ -> new ArrayList<>())
            .add(each);
      }
    }
    return groups;
  }

  private static ObjectNode group(String group, Map<String, List<ResourceType>> versions) {
    ObjectNode node = Json.object().put("name", group);
    ArrayNode list = node.putArray("versions");
    for (String each : versions.keySet()) {
      list.add(groupVersion(group, each));
    }
    node.set("preferredVersion", groupVersion(group, versions.keySet().iterator().next()));
    return node;
  }

  private static ObjectNode groupVersion(String group, String version) {
    return Json.object().put("groupVersion", group + "/" + version).put("version", version);
  }

  private static ObjectNode aggregate(String version, List<ResourceType> types, boolean core) {
    ObjectNode list = Json.object().put("kind", "APIGroupDiscoveryList");
    list.put("apiVersion", "apidiscovery.k8s.io/" + version);
    list.set("metadata", Json.object());
    ArrayNode items = list.putArray("items");
    versions(types, core)
        .forEach((group, versions) -> {
          ObjectNode item = items.addObject();
          item.putObject("metadata").put("name", group).putNull("creationTimestamp");
          ArrayNode array = item.putArray("versions");
          versions.forEach((name, own) -> array.add(aggregatedVersion(name, own)));
        });
    return list;
  }

  private static ObjectNode aggregatedVersion(String version, List<ResourceType> types) {
    ObjectNode node = Json.object().put("version", version).put("freshness", "Current");
    ArrayNode resources = node.putArray("resources");
    for (ResourceType each : types) {
      ObjectNode resource = resources.addObject().put("resource", each.plural());
      kind(resource, each.group(), each.version(), each.kind());
      resource.put("scope", each.namespaced() ? "Namespaced" : "Cluster");
      resource.put("singularResource", each.singular());
      each.verbs().forEach(resource.putArray("verbs")::add);
      names(resource, each);
      for (Subresource part : Subresource.all(each)) {
        ObjectNode subresource = resource.withArrayProperty("subresources").addObject();
        subresource.put("subresource", part.name());
        kind(subresource, part.group(), part.version(), part.kind());
        part.verbs().forEach(subresource.putArray("verbs")::add);
      }
    }
    return node;
  }

  private static void kind(ObjectNode node, String group, String version, String kind) {
    node.putObject("responseKind").put("group", group).put("version", version).put("kind", kind);
  }

  private static void names(ObjectNode node, ResourceType type) {
    if (!type.shortNames().isEmpty()) {
      type.shortNames().forEach(node.putArray("shortNames")::add);
    }
    if (!type.categories().isEmpty()) {
      type.categories().forEach(node.putArray("categories")::add);
    }
  }
}
