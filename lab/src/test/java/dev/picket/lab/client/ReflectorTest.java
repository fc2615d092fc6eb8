package dev.picket.lab.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.access.Access;
import dev.picket.lab.access.Requester;
import dev.picket.lab.access.SigningKey;
import dev.picket.lab.admission.Admission;
import dev.picket.lab.api.Api;
import dev.picket.lab.api.Identity;
import dev.picket.lab.resource.BuiltInTypes;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.resource.TypeRegistry;
import dev.picket.lab.store.Journal;
import dev.picket.lab.store.ObjectStore;
import dev.picket.runtime.Ticker;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReflectorTest {

  private static final ResourceType MAPS = BuiltInTypes.get("", "configmaps");
  private static final NamespacedName A = new NamespacedName("default", "a");

  private final ObjectStore store = new ObjectStore(1_000, 20, Journal.NONE);
  private final Api api =
      new Api(
          store,
          new TypeRegistry(),
          new Identity(new ManualTime(), new SecureRandom()),
          Ticker.system(),
          new Access(
              store::latest,
              new ManualTime(),
              SigningKey.create(new SecureRandom()),
              () -> "uid",
              "token",
              () -> "https://lab"),
          Admission.NONE,
          true,
          5);
  private final ApiClient client = new ApiClient(api, Requester.LAB, "test/1", WriteListener.NONE);
  private final Cache cache = new Cache(MAPS);

  @Test
  void whatTheApiRefusesIsThrownAsItsStatus() {
    client.create(MAPS, map("a", "1"));
    assertThatThrownBy(() -> client.create(MAPS, map("a", "1")))
        .isInstanceOfSatisfying(
            StatusException.class,
            refused -> assertThat(refused.reason()).isEqualTo("AlreadyExists"));
    assertThat(client.get(MAPS, new NamespacedName("default", "none"))).isEmpty();
    ObjectNode stale = client.get(MAPS, A).orElseThrow();
    client.patch(MAPS, A, patch("2"), "");
    assertThatThrownBy(() -> client.update(MAPS, stale.deepCopy().put("immutable", true)))
        .hasMessageContaining("the object has been modified");
    assertThatThrownBy(() -> client.delete(MAPS, A, DeleteOptions.of("other")))
        .hasMessageContaining("the UID in the precondition (other)");
    assertThat(client.delete(MAPS, A, DeleteOptions.DEFAULTS)).isEmpty();
  }

  @Test
  void cacheFollowsOverDroppedWatchesAndCompaction() throws InterruptedException {
    client.create(MAPS, map("a", "0"));
    CountDownLatch last = new CountDownLatch(1);
    cache.listen((type, before, after) -> {
      if (after != null && after.path("data").path("value").asText().equals("200")) {
        last.countDown();
      }
    });
    Reflector reflector = new Reflector(client, cache);
    reflector.start();
    assertThat(cache.get(A)).isPresent();
    for (int each = 1; each <= 200; each++) {
      client.patch(MAPS, A, patch(Integer.toString(each)), "");
      if (each % 50 == 0) {
        store.endSubscriptions();
      }
    }
    assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
    reflector.close();
    assertThat(store.overruns()).isNotNegative();
  }

  @Test
  void closingEndsTheWatchAtOnce() {
    Reflector reflector = new Reflector(client, cache);
    reflector.start();
    reflector.close();
    client.create(MAPS, map("a", "1"));
    assertThat(cache.all()).isEmpty();
  }

  private static ObjectNode map(String name, String value) {
    ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata").put("name", name).put("namespace", "default");
    map.putObject("data").put("value", value);
    return map;
  }

  private static ObjectNode patch(String value) {
    ObjectNode patch = Json.object();
    Map.of("value", value).forEach(patch.putObject("data")::put);
    return patch;
  }
}
