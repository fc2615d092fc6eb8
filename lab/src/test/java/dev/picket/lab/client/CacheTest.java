package dev.picket.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CacheTest {

  private static final NamespacedName A = new NamespacedName("default", "a");

  private final Cache cache = new Cache(BuiltInTypes.get("", "pods"));
  private final List<String> told = new ArrayList<>();

  CacheTest() {
    cache.listen((type, before, after) -> told.add(text(before) + ">" + text(after)));
  }

  @Test
  void ownWriteIsSeenAtOnceAndItsEventChangesNothing() {
    cache.replace(List.of(), 5);
    cache.wrote(object("a", "u1", 6));
    cache.event("ADDED", object("a", "u1", 6));
    assertThat(cache.get(A)).isPresent();
    assertThat(told).containsExactly("->u1@6");
  }

  @Test
  void olderEventDoesNotUndoAnOwnWrite() {
    cache.replace(List.of(object("a", "u1", 5)), 5);
    cache.wrote(object("a", "u1", 8));
    cache.event("MODIFIED", object("a", "u1", 7));
    assertThat(Metadata.revision(cache.get(A).orElseThrow())).isEqualTo(8);
  }

  @Test
  void answerThatComesAfterTheDeletionWasToldDoesNotBringTheObjectBack() {
    cache.replace(List.of(object("a", "u1", 5)), 5);
    cache.event("DELETED", object("a", "u1", 9));
    cache.wrote(object("a", "u1", 8));
    assertThat(cache.get(A)).isEmpty();
  }

  @Test
  void eventsFromBeforeAnOwnDeletionDoNotBringTheObjectBack() {
    cache.replace(List.of(object("a", "u1", 5)), 5);
    cache.removed(A, "u1");
    cache.event("MODIFIED", object("a", "u1", 6));
    assertThat(cache.get(A)).isEmpty();
    cache.event("DELETED", object("a", "u1", 7));
    cache.event("ADDED", object("a", "u2", 8));
    assertThat(told).containsExactly("-> u1@5".replace(" ", ""), "u1@5>-", "->u2@8");
  }

  @Test
  void lateDeletionOfAFormerIncarnationLeavesTheNewOne() {
    cache.replace(List.of(object("a", "u1", 5)), 5);
    cache.removed(A, "u1");
    cache.wrote(object("a", "u2", 8));
    cache.event("DELETED", object("a", "u1", 7));
    assertThat(Metadata.uid(cache.get(A).orElseThrow())).isEqualTo("u2");
  }

  @Test
  void newListTellsWhatCameChangedAndWent() {
    cache.replace(List.of(object("a", "u1", 3), object("b", "u2", 4)), 5);
    told.clear();
    cache.wrote(object("d", "u4", 12));
    cache.replace(List.of(object("b", "u2", 7), object("c", "u3", 8)), 10);
    assertThat(told).containsExactlyInAnyOrder("->u4@12", "u1@3>-", "u2@4>u2@7", "->u3@8");
  }

  @Test
  void objectsAreFoundByTheirController() {
    ObjectNode owner = object("owner", "o1", 1);
    ObjectNode pod = object("a", "u1", 5);
    Metadata.setController(pod, owner);
    cache.replace(List.of(pod), 5);
    assertThat(cache.controlledBy("o1")).hasSize(1);
    cache.event("MODIFIED", object("a", "u1", 6));
    assertThat(cache.controlledBy("o1")).isEmpty();
  }

  private static String text(@org.jspecify.annotations.Nullable ObjectNode object) {
    return object == null ? "-" : Metadata.uid(object) + "@" + Metadata.revision(object);
  }

  private static ObjectNode object(String name, String uid, long revision) {
    ObjectNode object = Json.object();
    object
        .putObject("metadata")
        .put("name", name)
        .put("namespace", "default")
        .put("uid", uid)
        .put("resourceVersion", Long.toString(revision));
    return object;
  }
}
