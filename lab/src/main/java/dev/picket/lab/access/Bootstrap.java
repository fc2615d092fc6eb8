package dev.picket.lab.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.Key;
import dev.picket.lab.store.Transaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The roles and bindings that every cluster begins with, from the table in {@code roles.txt}. */
final class Bootstrap {

  private static final List<String> READ = List.of("get", "list", "watch");
  private static final List<String> WRITE =
      List.of("create", "delete", "deletecollection", "patch", "update");

  private Bootstrap() {}

  /** Creates those that are not there. */
  static void apply(Transaction transaction, Supplier<String> uids, String now) {
    for (List<String> lines : roles()) {
      String name = lines.getFirst();
      ObjectNode role = object(Roles.CLUSTER_ROLE, name);
      role.putArray("rules");
      for (String line : lines.subList(1, lines.size())) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        switch (words.getFirst()) {
          case "to" ->
              put(
                  transaction,
                  Roles.CLUSTER_ROLE_BINDING,
                  binding(name, list(words.get(1))),
                  uids,
                  now);
          case "label" ->
              role.withObjectProperty("metadata")
                  .withObjectProperty("labels")
                  .put(words.get(1), "true");
          case "aggregates" ->
              role.withObjectProperty("aggregationRule")
                  .putArray("clusterRoleSelectors")
                  .addObject()
                  .putObject("matchLabels")
                  .put(words.get(1), "true");
          default -> rule(role.withArrayProperty("rules"), words);
        }
      }
      put(transaction, Roles.CLUSTER_ROLE, role, uids, now);
    }
    Aggregation.apply(transaction);
  }

  private static void rule(ArrayNode rules, List<String> words) {
    ObjectNode rule = rules.addObject();
    List<String> verbs =
        switch (words.get(2)) {
          case "read" -> READ;
          case "write" -> WRITE;
          default -> list(words.get(2));
        };
    if (words.getFirst().equals("url")) {
      list(words.get(1)).forEach(rule.putArray("nonResourceURLs")::add);
    } else {
      rule.putArray("apiGroups").add(words.getFirst().equals("core") ? "" : words.getFirst());
      list(words.get(1)).forEach(rule.putArray("resources")::add);
    }
    verbs.forEach(rule.putArray("verbs")::add);
  }

  private static ObjectNode binding(String role, List<String> groups) {
    ObjectNode binding = object(Roles.CLUSTER_ROLE_BINDING, role);
    binding
        .putObject("roleRef")
        .put("apiGroup", Roles.GROUP)
        .put("kind", "ClusterRole")
        .put("name", role);
    ArrayNode subjects = binding.putArray("subjects");
    for (String each : groups) {
      subjects.addObject().put("kind", "Group").put("apiGroup", Roles.GROUP).put("name", each);
    }
    return binding;
  }

  private static ObjectNode object(ResourceType type, String name) {
    ObjectNode object = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("annotations").put("rbac.authorization.kubernetes.io/autoupdate", "true");
    metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
    return object;
  }

  private static void put(
      Transaction transaction,
      ResourceType type,
      ObjectNode object,
      Supplier<String> uids,
      String now) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    Key key = type.key("", metadata.path("name").asText());
    if (transaction.now().get(key).isEmpty()) {
      metadata.put("uid", uids.get()).put("creationTimestamp", now);
      transaction.put(key, object);
    }
  }

  /** The lines of each role, the first of which is its name. */
  private static List<List<String>> roles() {
    try (InputStream in = Bootstrap.class.getResourceAsStream("roles.txt")) {
      if (in == null) {
        throw new IllegalStateException("roles.txt is missing from the jar");
      }
      List<List<String>> roles = new ArrayList<>();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(each -> !each.isBlank() && !each.startsWith("#"))
          .forEach(each -> {
            if (!each.startsWith(" ")) {
              roles.add(new ArrayList<>());
            }
            roles.getLast().add(each.strip());
          });
      return roles;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static List<String> list(String words) {
    return Arrays.asList(words.split(",", -1));
  }
}
