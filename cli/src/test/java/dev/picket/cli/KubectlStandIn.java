package dev.picket.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** As much of kubectl as the documents use, for machines that have none. */
final class KubectlStandIn {

  private KubectlStandIn() {}

  /** Writes a program that does what {@link #main} does. */
  static void writeScript(Path file) throws IOException {
    Files.writeString(
        file,
        """
        #!/bin/sh
        exec '%s/bin/java' -Xmx64m -XX:+UseSerialGC -cp '%s' %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                KubectlStandIn.class.getName()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** {@code create namespace NAME}, {@code apply -f FILE}, {@code delete -f FILE}. */
  public static void main(String[] arguments) {
    try (Cluster cluster = new Cluster(Path.of(System.getenv("KUBECONFIG")))) {
      switch (arguments[0]) {
        case "create" -> {
          cluster.createNamespace(arguments[2]);
          System.out.println("namespace/" + arguments[2] + " created");
        }
        case "apply" -> {
          JsonNode object = Cluster.yaml(Path.of(arguments[2]));
          cluster.create(Cluster.collection(object), object);
          System.out.println(resource(object) + "/" + name(object) + " created");
        }
        case "delete" -> {
          JsonNode object = Cluster.yaml(Path.of(arguments[2]));
          cluster.delete(Cluster.collection(object) + "/" + name(object));
          System.out.println(resource(object) + " \"" + name(object) + "\" deleted");
        }
        default -> throw new IllegalArgumentException("unknown to the stand-in: " + arguments[0]);
      }
    }
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  private static String resource(JsonNode object) {
    String group = object.path("apiVersion").asText().replaceFirst("/.*", "");
    return object.path("kind").asText().toLowerCase(Locale.ROOT) + "." + group;
  }
}
