package dev.picket.lab.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apiextensions;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Coordination;
import io.kubernetes.client.proto.V1Discovery;
import io.kubernetes.client.proto.V1Events;
import io.kubernetes.client.proto.V1Flowcontrol;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Node;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import io.kubernetes.client.proto.V2Autoscaling;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of fields agrees with Kubernetes's own protobuf descriptors. */
final class ShapesTest {

  private static final List<FileDescriptor> FILES =
      List.of(
          Meta.getDescriptor(),
          V1.getDescriptor(),
          V1Admissionregistration.getDescriptor(),
          V1Apiextensions.getDescriptor(),
          V1Apps.getDescriptor(),
          V1Authentication.getDescriptor(),
          V1Authorization.getDescriptor(),
          V1Autoscaling.getDescriptor(),
          V1Batch.getDescriptor(),
          V1Certificates.getDescriptor(),
          V1Coordination.getDescriptor(),
          V1Discovery.getDescriptor(),
          V1Events.getDescriptor(),
          V1Flowcontrol.getDescriptor(),
          V1Networking.getDescriptor(),
          V1Node.getDescriptor(),
          V1Policy.getDescriptor(),
          V1Rbac.getDescriptor(),
          V1Scheduling.getDescriptor(),
          V1Storage.getDescriptor(),
          V2Autoscaling.getDescriptor());

  /** Messages that JSON has as one value. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("Quantity", "quantity"),
          Map.entry("IntOrString", "int-or-string"),
          Map.entry("Time", "time"),
          Map.entry("MicroTime", "microtime"),
          Map.entry("Duration", "duration"),
          Map.entry("RawExtension", "raw"),
          Map.entry("FieldsV1", "fields"),
          Map.entry("JSON", "json"),
          Map.entry("JSONSchemaPropsOrArray", "json"),
          Map.entry("JSONSchemaPropsOrBool", "json"),
          Map.entry("JSONSchemaPropsOrStringArray", "json"),
          Map.entry("ExtraValue", "[]string"));

  @Test
  void everyShapeHasTheFieldsOfItsMessage() {
    Map<String, Descriptor> messages = messages();
    Map<String, String> differences = new TreeMap<>();
    Shapes.BUILT_IN
        .all()
        .forEach((name, shape) -> {
          Descriptor message = messages.get(name);
          String difference = message == null ? "no message" : difference(shape, message);
          if (!difference.isEmpty()) {
            differences.put(name, difference);
          }
        });
    assertThat(differences).isEmpty();
    assertThat(Shapes.BUILT_IN.all()).hasSizeGreaterThan(400);
  }

  @Test
  void everyTypeIsThere() {
    TreeSet<String> missing = new TreeSet<>();
    for (Shape shape : Shapes.BUILT_IN.all().values()) {
      for (Field field : shape.fields().values()) {
        if (field.shaped() && Shapes.BUILT_IN.of(field).isEmpty()) {
          missing.add(shape.name() + "." + field.name() + ": " + field.type());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  private static String difference(Shape shape, Descriptor message) {
    StringBuilder difference = new StringBuilder();
    for (FieldDescriptor each : message.getFields()) {
      String expected = each.getNumber() + " " + jsonName(each) + " " + type(each);
      String found = shape.field(each.getNumber()).map(ShapesTest::written).orElse("nothing");
      if (!found.equalsIgnoreCase(expected)) {
        difference.append(" expected ").append(expected).append(", found ").append(found);
      }
    }
    return difference.toString();
  }

  /** Names differ where JSON's are no identifiers, and in their case. */
  private static String jsonName(FieldDescriptor field) {
    String name = field.getName();
    if (!field.getContainingType().getName().equals("JSONSchemaProps")) {
      return name;
    }
    if (name.startsWith("xKubernetes")) {
      return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
    return name.equals("schema") || name.equals("ref") ? "$" + name : name;
  }

  private static String written(Field field) {
    String type =
        switch (field.form()) {
          case ONE -> field.type();
          case LIST -> "[]" + field.type();
          case MAP -> "map:" + field.type();
        };
    return field.number() + " " + field.name() + " " + type;
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return "map:" + one(field.getMessageType().findFieldByNumber(2));
    }
    return (field.isRepeated() ? "[]" : "") + one(field);
  }

  private static String one(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> "string";
      case INT32 -> "int";
      case INT64 -> "long";
      case BOOL -> "bool";
      case BYTES -> "bytes";
      case DOUBLE -> "number";
      case MESSAGE ->
          VALUES.getOrDefault(field.getMessageType().getName(), name(field.getMessageType()));
      default -> throw new IllegalStateException("not used by Kubernetes: " + field.getType());
    };
  }

  private static Map<String, Descriptor> messages() {
    Map<String, Descriptor> messages = new TreeMap<>();
    for (FileDescriptor file : FILES) {
      file.getMessageTypes().forEach(each -> messages.put(name(each), each));
    }
    return messages;
  }

  private static String name(Descriptor message) {
    List<String> parts = List.of(message.getFullName().split("\\.", -1));
    return String.join(".", parts.subList(parts.size() - 3, parts.size()));
  }
}
