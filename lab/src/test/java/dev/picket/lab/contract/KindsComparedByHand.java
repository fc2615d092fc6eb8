package dev.picket.lab.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A check by hand: sends the same objects to a real API server and to the lab, and prints where
 * their answers differ: in what was filled in, and in what was refused with which words.
 */
final class KindsComparedByHand {

  private static final Set<String> INCIDENTAL =
      Set.of(
          "/metadata/uid",
          "/metadata/resourceVersion",
          "/metadata/creationTimestamp",
          "/metadata/managedFields",
          "/metadata/selfLink",
          "/metadata/namespace");
  private static final String NAMESPACE = "h-kinds-compared";

  private KindsComparedByHand() {}

  /** Takes the path of the real server's kubeconfig. */
  public static void main(String[] arguments) throws IOException {
    SecureRandom random = new SecureRandom();
    Ticker ticker = Ticker.system();
    String kubeconfig = Files.readString(Path.of(arguments[0]));
    try (LabServer lab =
            new LabServer(LabSettings.DEFAULTS, InstantSource.system(), ticker, random);
        ApiServer real = new ApiServer(kubeconfig, "", ticker, random)) {
      lab.start();
      try (ApiServer own = new ApiServer(lab.kubeconfig(), "", ticker, random)) {
        for (ApiServer each : List.of(real, own)) {
          send(each, "MAKE", "/api/v1/namespaces", "{metadata:{name:'" + NAMESPACE + "'}}");
        }
        for (String line : lines()) {
          compare(real, own, line);
        }
        send(real, "DELETE", "/api/v1/namespaces/" + NAMESPACE, "");
      }
    }
  }

  private static List<String> lines() throws IOException {
    try (InputStream list = KindsComparedByHand.class.getResourceAsStream("compared.txt")) {
      return new String(list.readAllBytes(), UTF_8)
          .lines()
          .filter(each -> !each.isBlank() && !each.startsWith("#"))
          .map(each ->
              each.replace("/NS/", "/" + NAMESPACE + "/").replace("'NS'", "'" + NAMESPACE + "'"))
          .toList();
    }
  }

  private static void compare(ApiServer real, ApiServer lab, String line) {
    String[] words = line.substring(0, line.indexOf('|')).strip().split(" ", 2);
    String body = line.substring(line.indexOf('|') + 1).strip();
    Answer expected = send(real, words[0], words[1], body);
    Answer found = send(lab, words[0], words[1], body);
    StringBuilder differences = new StringBuilder();
    if (expected.status() != found.status() || expected.status() >= 400) {
      String wanted = expected.status() + " " + message(expected);
      String got = found.status() + " " + message(found);
      if (!wanted.equals(got)) {
        differences.append("\n  real ").append(wanted).append("\n  lab  ").append(got);
      }
    } else {
      difference("", expected.json(), found.json(), differences);
    }
    if (!differences.isEmpty()) {
      System.out.println(line + differences + "\n");
    }
  }

  private static String message(Answer answer) {
    JsonNode message = answer.json().path("message");
    return message.isMissingNode() ? answer.body() : message.asText();
  }

  private static void difference(String path, JsonNode real, JsonNode lab, StringBuilder into) {
    if (INCIDENTAL.contains(path) || real.equals(lab)) {
      return;
    }
    if (real.isContainerNode() && lab.isContainerNode() && real.isArray() == lab.isArray()) {
      Set<String> names = new TreeSet<>();
      if (real.isArray()) {
        for (int index = 0; index < Math.max(real.size(), lab.size()); index++) {
          names.add(Integer.toString(index));
        }
      } else {
        real.fieldNames().forEachRemaining(names::add);
        lab.fieldNames().forEachRemaining(names::add);
      }
      for (String each : names) {
        JsonNode wanted = real.isArray() ? real.path(Integer.parseInt(each)) : real.path(each);
        JsonNode got = lab.isArray() ? lab.path(Integer.parseInt(each)) : lab.path(each);
        difference(path + "/" + each, wanted, got, into);
      }
      return;
    }
    into.append("\n  ").append(path).append(": real ").append(shown(real));
    into.append(", lab ").append(shown(lab));
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  private static Answer send(ApiServer server, String method, String path, String body) {
    byte[] bytes = body.isEmpty() ? new byte[0] : Loose.strict(body).getBytes(UTF_8);
    return switch (method) {
      case "TRY" ->
          server.send(
              "POST", path + "?dryRun=All", Map.of("Content-Type", "application/json"), bytes);
      case "MAKE" -> server.send("POST", path, Map.of("Content-Type", "application/json"), bytes);
      case "MERGE" ->
          server.send("PATCH", path, Map.of("Content-Type", "application/merge-patch+json"), bytes);
      default -> server.send(method, path, Map.of(), bytes);
    };
  }
}
