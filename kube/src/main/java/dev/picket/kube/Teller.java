package dev.picket.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the handler what is news, in order for each object, while its partition is held. Safe for
 * use by many threads; a caller waits while the handler is behind.
 */
final class Teller {

  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  private final Holdings holdings;
  private final Lanes lanes;
  private final ObjectHandler handler;

  Teller(Holdings holdings, Lanes lanes, ObjectHandler handler) {
    this.holdings = holdings;
    this.lanes = lanes;
    this.handler = handler;
  }

  /** The object is so now, as a list or a watch says. */
  void changed(KubeObject object) throws InterruptedException {
    Holding holding = holdings.of(object);
    if (holding != null) {
      lanes.submit(
          object.uid(),
          () -> holding.isNews(object) ? task(holding, object, handler::changed) : null);
    }
  }

  /** A watch says that it was deleted, or no longer belongs to what is selected. */
  void deleted(KubeObject object) throws InterruptedException {
    Holding holding = holdings.of(object);
    if (holding != null) {
      lanes.submit(
          object.uid(),
          () -> holding.isGone(object) ? task(holding, object, handler::deleted) : null);
    }
  }

  /** A complete list of this revision does not have the object. */
  void missing(Holding holding, String uid, long revision) throws InterruptedException {
    lanes.submit(uid, () -> vanished(holding, uid, revision));
  }

  private @Nullable Runnable vanished(Holding holding, String uid, long revision) {
    Holding.Known last = holding.known(uid);
    if (last == null || last.gone() || last.revision() > revision) {
      return null;
    }
    KubeObject object =
        new KubeObject(
            uid, last.namespace(), last.name(), revision, Instant.EPOCH, metadata(uid, last));
    return holding.isGone(object) ? task(holding, object, handler::deleted) : null;
  }

  private static JsonNode metadata(String uid, Holding.Known last) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ObjectNode metadata = root.putObject("metadata");
    metadata.put("uid", uid).put("namespace", last.namespace()).put("name", last.name());
    return root;
  }

  private static Runnable task(Holding holding, KubeObject object, Consumer<KubeObject> telling) {
    return () -> {
      if (holding.isLost()) {
        return;
      }
      try {
        telling.accept(object);
      } catch (RuntimeException bug) {
        holding.forget(object.uid(), object.resourceVersion());
        log.atError()
            .addKeyValue("namespace", object.namespace())
            .addKeyValue("object", object.name())
            .addKeyValue("resourceVersion", object.resourceVersion())
            .setCause(bug)
            .log("the handler failed; it is told again with the next complete list");
      }
    };
  }
}
