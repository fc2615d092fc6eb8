package dev.picket.lab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.store.Journal;
import dev.picket.lab.store.ObjectStore;
import dev.picket.lab.store.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** That watches share what was written, and only what is the same. */
final class WrittenEventsTest {

  private static final int LONG = 20_000;

  private final ObjectStore store = new ObjectStore(1, 10, Journal.NONE);
  private final WrittenEvents written = new WrittenEvents();
  private final AtomicInteger writes = new AtomicInteger();

  @Test
  void anEventIsWrittenOnceForAllWhoWantTheSameForm() throws IOException {
    StoredObject object = put();
    for (int watch = 0; watch < 100; watch++) {
      assertThat(event("ADDED", View.Form.WHOLE, object, object.revision(), 1)).hasSize(1);
    }
    assertThat(writes).hasValue(1);
  }

  @Test
  void anythingElseIsWrittenAnew() throws IOException {
    StoredObject object = put();
    event("ADDED", View.Form.WHOLE, object, object.revision(), 1);
    event("MODIFIED", View.Form.WHOLE, object, object.revision(), 1);
    event("ADDED", View.Form.METADATA, object, object.revision(), 1);
    event("DELETED", View.Form.WHOLE, object, object.revision() + 1, 1);
    StoredObject next = put();
    event("ADDED", View.Form.WHOLE, next, next.revision(), 1);
    assertThat(writes).hasValue(5);
  }

  @Test
  void longEventsAreNotKept() throws IOException {
    StoredObject object = put();
    event("ADDED", View.Form.WHOLE, object, object.revision(), LONG);
    event("ADDED", View.Form.WHOLE, object, object.revision(), LONG);
    assertThat(writes).hasValue(2);
  }

  private byte[] event(String event, View.Form form, StoredObject object, long revision, int length)
      throws IOException {
    return written.event(
        event,
        form,
        BuiltInTypes.NAMESPACE,
        object,
        revision,
        () -> {
          writes.incrementAndGet();
          return "x".repeat(length).getBytes(StandardCharsets.UTF_8);
        });
  }

  private StoredObject put() {
    return store.write(transaction ->
        transaction.put(
            BuiltInTypes.NAMESPACE.key("", "n"),
            Json.object().put("kind", "Namespace").put("apiVersion", "v1")));
  }
}
