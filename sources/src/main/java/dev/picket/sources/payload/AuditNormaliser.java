package dev.picket.sources.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Category;
import dev.picket.observation.Item;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events of the Kubernetes audit log, {@code audit.k8s.io/v1}. {@link AuditRules} says which matter
 * and how much; all are of the category compliance.
 *
 * <p>A problem is who did what to which object: event type, user, verb, object and subresource. An
 * event is known again by its audit id and stage, at the time its request was received, none of
 * which change when it is sent again. What a request brought is never kept, but for roles and their
 * bindings: Secrets stay secret.
 */
public final class AuditNormaliser implements Normaliser {

  private final String source;

  /**
   * A normaliser for one Ingester.
   *
   * @param source the Ingester's name
   */
  public AuditNormaliser(String source) {
    this.source = source;
  }

  @Override
  public Item normalise(JsonNode event, Place place, Instant receivedAt) {
    Item.Invalid invalid = check(event, place);
    if (invalid != null) {
      return invalid;
    }
    AuditEvent audited = AuditEvent.of(event);
    return switch (AuditRules.judge(audited)) {
      case AuditVerdict.Irrelevant other -> new Item.Irrelevant(place.index(), other.reason());
      case AuditVerdict.Matters matters ->
          new Item.Reported(place.index(), occurrence(audited, matters, receivedAt));
    };
  }

  private static Item.@Nullable Invalid check(JsonNode event, Place place) {
    for (String field : new String[] {"auditID", "stage", "verb"}) {
      JsonNode value = event.path(field);
      if (!value.isTextual() || value.textValue().isBlank()) {
        return place.invalid("/" + field, value, "a text, as audit.k8s.io/v1 requires");
      }
    }
    JsonNode object = event.path("objectRef");
    return object.isMissingNode() || object.isNull() || object.isObject()
        ? null
        : place.invalid("/objectRef", object, "an object");
  }

  private Occurrence occurrence(
      AuditEvent event, AuditVerdict.Matters matters, Instant receivedAt) {
    Optional<Instant> time =
        ReportedTime.of(event.json().path("requestReceivedTimestamp"))
            .or(() -> ReportedTime.of(event.json().path("stageTimestamp")));
    Resource resource = resource(event);
    return new Occurrence(
        source,
        Category.COMPLIANCE,
        matters.severity(),
        matters.eventType(),
        matters.rule(),
        title(event, matters, resource),
        resource,
        identity(event),
        id(event, time),
        time.orElse(receivedAt),
        AuditDetails.text(event, matters));
  }

  private static Resource resource(AuditEvent event) {
    String apiVersion =
        event.group().isEmpty() ? event.version() : event.group() + "/" + event.version();
    return new Resource(
        Texts.cut(apiVersion, Texts.NAME_CHARS),
        Texts.cut(event.kind(), Texts.NAME_CHARS),
        Texts.cut(event.namespace(), Texts.NAME_CHARS),
        Texts.cut(event.name(), Texts.NAME_CHARS));
  }

  private static String title(AuditEvent event, AuditVerdict.Matters matters, Resource resource) {
    String object = resource.kind();
    if (!resource.name().isEmpty()) {
      object +=
          " "
              + (resource.namespace().isEmpty() ? "" : resource.namespace() + "/")
              + resource.name();
    } else if (!resource.namespace().isEmpty()) {
      object += " in " + resource.namespace();
    }
    String what = object.isEmpty() ? event.requestUri() : object;
    String who = event.user().isEmpty() ? "somebody" : event.user();
    return Texts.title(who + " " + matters.action() + " " + what);
  }

  private static SortedMap<String, String> identity(AuditEvent event) {
    SortedMap<String, String> identity = new TreeMap<>();
    identity.put("user", Texts.cut(event.user(), Texts.IDENTITY_CHARS));
    identity.put("verb", Texts.cut(event.verb(), Texts.IDENTITY_CHARS));
    if (!event.subresource().isEmpty()) {
      identity.put("subresource", Texts.cut(event.subresource(), Texts.IDENTITY_CHARS));
    }
    if (event.plural().isEmpty()) {
      String uri = event.requestUri();
      int query = uri.indexOf('?');
      identity.put(
          "path", Texts.cut(query < 0 ? uri : uri.substring(0, query), Texts.IDENTITY_CHARS));
    }
    return identity;
  }

  /** The two stages of a session in a pod are one occurrence. */
  private static OccurrenceId id(AuditEvent event, Optional<Instant> time) {
    boolean session = AuditRules.isSession(event);
    String auditId = Texts.of(event.json().path("auditID"));
    return new OccurrenceId(
        time.orElse(Instant.EPOCH),
        Texts.cut(auditId + "/" + (session ? "session" : event.stage()), Texts.IDENTITY_CHARS));
  }
}
