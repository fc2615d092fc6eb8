package dev.picket.lab.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.FieldProblem;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Secrets. */
final class SecretRules implements KindRules {

  private static final Map<String, List<String>> KEYS =
      Map.of(
          "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
          "kubernetes.io/ssh-auth", List.of("ssh-privatekey"),
          "kubernetes.io/dockercfg", List.of(".dockercfg"),
          "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"));
  private static final String ACCOUNT = "kubernetes.io/service-account.name";

  /** Moves texts to where they are kept, as the real one does. */
  @Override
  public void complete(ObjectNode secret) {
    if (secret.remove("stringData") instanceof ObjectNode texts && !texts.isEmpty()) {
      ObjectNode data = Defaults.object(secret, "data");
      for (Map.Entry<String, JsonNode> each : texts.properties()) {
        byte[] text = each.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(each.getKey(), Base64.getEncoder().encodeToString(text));
      }
    }
    if (secret.path("type").asText().isEmpty()) {
      secret.put("type", "Opaque");
    }
  }

  @Override
  public List<FieldProblem> check(ObjectNode secret) {
    Problems problems = new Problems();
    JsonNode data = secret.path("data");
    long bytes = 0;
    for (Map.Entry<String, JsonNode> each : data.properties()) {
      problems.format("data[" + each.getKey() + "]", each.getKey(), Formats.key(each.getKey()));
      bytes += ConfigMapRules.decodedBytes(each.getValue());
    }
    if (bytes > ConfigMapRules.BYTES_MAX) {
      problems.tooLong("data", "may not be more than 1048576 bytes");
    }
    String type = secret.path("type").asText();
    for (String key : KEYS.getOrDefault(type, List.of())) {
      if (!data.has(key)) {
        problems.required("data[" + key + "]", "");
      }
    }
    switch (type) {
      case "kubernetes.io/basic-auth" -> {
        if (!data.has("username") && !data.has("password")) {
          // The real one has these paths, too.
          problems.required("data[%s][username]", "");
          problems.required("data[%s][password]", "");
        }
      }
      case "kubernetes.io/service-account-token" -> {
        if (secret.path("metadata").path("annotations").path(ACCOUNT).asText().isEmpty()) {
          problems.required("metadata.annotations[" + ACCOUNT + "]", "");
        }
      }
      case "kubernetes.io/dockerconfigjson" -> json(problems, data, ".dockerconfigjson");
      case "kubernetes.io/dockercfg" -> json(problems, data, ".dockercfg");
      default -> {}
    }
    return problems.found();
  }

  private static void json(Problems problems, JsonNode data, String key) {
    if (data.has(key)) {
      try {
        Json.read(Base64.getDecoder().decode(data.path(key).asText()), false);
      } catch (StatusException | IllegalArgumentException malformed) {
        problems.invalid(
            "data[" + key + "]",
            "<secret contents redacted>",
            String.valueOf(malformed.getMessage()));
      }
    }
  }

  @Override
  public List<FieldProblem> checkUpdate(ObjectNode former, ObjectNode next) {
    Problems problems = new Problems();
    problems.immutable("type", former.path("type"), next.path("type"));
    ConfigMapRules.frozen(problems, former, next, List.of("data"));
    List<FieldProblem> all = new ArrayList<>(problems.found());
    all.addAll(check(next));
    return all;
  }
}
