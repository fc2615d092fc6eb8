package dev.picket.lab.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.Structures;
import dev.picket.lab.schema.Structure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrategicMergePatchTest {

  private static final Structure POD = Structures.of(BuiltInTypes.get("", "pods"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Maps.
        "{'a':{'x':1,'y':2}} | {'a':{'x':null,'z':3}} | {'a':{'y':2,'z':3}}",
        "{'a':{'x':1}} | {'a':{'$patch':'replace','y':2}} | {'a':{'y':2}}",
        "{'a':{'x':1}} | {'a':{'$patch':'delete'}} | {'a':{}}",
        "{'a':{'x':1,'y':2}} | {'a':{'$retainKeys':['y'],'y':3}} | {'a':{'y':3}}",
        // Lists that are merged by a key, new elements in front.
        "{'spec':{'containers':[{'name':'a','image':'1'}]}}"
            + " | {'spec':{'containers':[{'name':'b'},{'name':'a','image':'2'}]}}"
            + " | {'spec':{'containers':[{'name':'b'},{'name':'a','image':'2'}]}}",
        "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}"
            + " | {'spec':{'containers':[{'name':'a','$patch':'delete'}]}}"
            + " | {'spec':{'containers':[{'name':'b'}]}}",
        "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}"
            + " | {'spec':{'containers':[{'$patch':'replace'},{'name':'c'}]}}"
            + " | {'spec':{'containers':[{'name':'c'}]}}",
        "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}"
            + " | {'spec':{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}}"
            + " | {'spec':{'containers':[{'name':'b'},{'name':'a'}]}}",
        // Lists that are merged by value, and others.
        "{'metadata':{'finalizers':['a/a']}} | {'metadata':{'finalizers':['b/b']}}"
            + " | {'metadata':{'finalizers':['b/b','a/a']}}",
        "{'metadata':{'finalizers':['a/a','b/b']}}"
            + " | {'metadata':{'$deleteFromPrimitiveList/finalizers':['a/a']}}"
            + " | {'metadata':{'finalizers':['b/b']}}",
        "{'spec':{'tolerations':[{'key':'a'}]}} | {'spec':{'tolerations':[{'key':'b'}]}}"
            + " | {'spec':{'tolerations':[{'key':'b'}]}}",
      })
  void directivesMeanWhatTheySay(String target, String patch, String expected) {
    assertThat(StrategicMergePatch.apply(read(target), read(patch), POD)).isEqualTo(read(expected));
  }

  @Test
  void anUnknownDirectiveIsRefused() {
    assertThatThrownBy(
            () -> StrategicMergePatch.apply(read("{}"), read("{'a':1,'$patch':'no'}"), POD))
        .hasMessageContaining("unknown patch type: no");
  }

  @Test
  void anElementWithoutItsKeyIsRefused() {
    ObjectNode target = read("{'spec':{'containers':[{'name':'a'}]}}");
    ObjectNode patch = read("{'spec':{'containers':[{'image':'a'}]}}");
    assertThatThrownBy(() -> StrategicMergePatch.apply(target, patch, POD))
        .hasMessageContaining("does not contain declared merge key: name");
  }

  private static ObjectNode read(String json) {
    return (ObjectNode) Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), true);
  }
}
