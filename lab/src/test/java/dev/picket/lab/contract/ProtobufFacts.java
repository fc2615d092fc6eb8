package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Bodies as newer clients send them. */
@Heading("Protobuf")
final class ProtobufFacts {

  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

  /** The ConfigMap {@code c1} with one value, as kubectl sent it. */
  private static final byte[] CONFIG_MAP =
      HexFormat.of()
          .parseHex(
              "6b3873000a0f0a0276311209436f6e6669674d617012140a0e0a02633112001a0022002a0032003800"
                  + "12060a01611201621a002200");

  private ProtobufFacts() {}

  private static byte[] field(int number, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(each -> each.length).sum();
    byte[] field = new byte[length + 2];
    field[0] = (byte) (number << 3 | 2);
    field[1] = (byte) length;
    int at = 2;
    for (byte[] each : parts) {
      System.arraycopy(each, 0, field, at, each.length);
      at += each.length;
    }
    return field;
  }

  private static byte[] text(int number, String text) {
    return field(number, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[]... parts) {
    byte[] field = field(1, parts);
    return Arrays.copyOfRange(field, 2, field.length);
  }

  /** An object in the envelope of Kubernetes. */
  private static byte[] enveloped(String version, String kind, byte[] object) {
    return joined(
        new byte[] {'k', '8', 's', 0},
        field(1, text(1, version), text(2, kind)),
        field(2, object),
        text(3, ""),
        text(4, ""));
  }

  private static byte[] configMap(String name) {
    return enveloped(
        "v1", "ConfigMap", joined(field(1, text(1, name)), field(2, text(1, "k"), text(2, "v"))));
  }

  @Fact("a ConfigMap in protobuf is created")
  static void create(Place place) {
    place
        .send("POST", "configmaps", PROTOBUF, configMap("a"))
        .is(201)
        .has("/metadata/name", "a")
        .has("/data", "{k:'v'}");
  }

  @Fact("an answer in JSON is given to a request in protobuf that takes it")
  static void json(Place place) {
    Answer answer =
        place
            .server()
            .send(
                "POST",
                place.path("configmaps"),
                Map.of("Content-Type", PROTOBUF, "Accept", "application/json"),
                configMap("a"));
    answer.is(201).has("/kind", "ConfigMap");
  }

  @Fact("a namespace, a Secret and a ServiceAccount in protobuf")
  static void kinds(Place place) {
    byte[] metadata = field(1, text(1, "a"));
    place
        .send(
            "POST",
            "secrets",
            PROTOBUF,
            enveloped("v1", "Secret", joined(metadata, text(3, "x.dev/t"))))
        .is(201)
        .has("/type", "x.dev/t");
    place
        .send("POST", "serviceaccounts", PROTOBUF, enveloped("v1", "ServiceAccount", metadata))
        .is(201);
  }

  @Fact("an update in protobuf")
  static void update(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    place.send("PUT", "configmaps/a", PROTOBUF, configMap("a")).is(200).has("/data", "{k:'v'}");
  }

  @Fact("DeleteOptions in protobuf")
  static void delete(Place place) {
    place.create("configmaps", "{metadata:{name:'a'}}");
    byte[] options = enveloped("v1", "DeleteOptions", text(4, "Background"));
    place.send("DELETE", "configmaps/a", PROTOBUF, options).is(200);
    place.get("configmaps/a").is(404);
  }

  @Fact("a body that is cut off is BadRequest")
  static void truncated(Place place) {
    byte[] body = configMap("a");
    for (int length : List.of(1, 4, 10, body.length - 8)) {
      Answer answer = place.send("POST", "configmaps", PROTOBUF, Arrays.copyOf(body, length));
      answer.is(400, "BadRequest");
    }
  }

  @Fact("a body without the envelope's magic number is BadRequest")
  static void noMagic(Place place) {
    byte[] body = CONFIG_MAP.clone();
    body[0] = 'x';
    place.send("POST", "configmaps", PROTOBUF, body).is(400, "BadRequest");
  }

  @Fact("custom resources take no protobuf")
  static void custom(Place place) {
    Custom custom = Custom.open(place);
    byte[] body = enveloped(custom.group() + "/v1", "Widget", new byte[0]);
    assertThat(place.send("POST", custom.path(), PROTOBUF, body).status()).isIn(400, 415);
  }
}
