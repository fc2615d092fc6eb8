package dev.picket.lab.api;

import dev.picket.lab.resource.ResourceType;
import dev.picket.lab.store.StoredObject;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The events that were written last, so that many watches that want the same form write an event
 * once. Each has a place of its own that the next one there takes over. Safe for use by many
 * threads, which at worst write an event twice.
 */
final class WrittenEvents {

  private static final int PLACES = 1_024;

  /** Longer ones would take too much memory; for them writing is not what takes the time. */
  private static final int BYTES_MAX = 16 * 1024;

  private final AtomicReferenceArray<@Nullable Written> places = new AtomicReferenceArray<>(PLACES);

  /**
   * The event, written now or before.
   *
   * @param event such as ADDED
   * @param type at the version that is shown
   * @param revision that it tells
   */
  byte[] event(
      String event,
      View.Form form,
      ResourceType type,
      StoredObject object,
      long revision,
      Writing writing)
      throws IOException {
    int place =
        Math.floorMod(31 * (31 * revision + form.name().hashCode()) + event.hashCode(), PLACES);
    Written there = places.get(place);
    if (there != null && there.is(event, form, type, object, revision)) {
      return there.bytes;
    }
    byte[] bytes = writing.write();
    if (bytes.length <= BYTES_MAX) {
      places.set(place, new Written(event, form, type, object, revision, bytes));
    }
    return bytes;
  }

  /** Writes what is not there. */
  interface Writing {
    byte[] write() throws IOException;
  }

  private static final class Written {
    private final String event;
    private final View.Form form;
    private final ResourceType type;
    private final StoredObject object;
    private final long revision;
    private final byte[] bytes;

    Written(
        String event,
        View.Form form,
        ResourceType type,
        StoredObject object,
        long revision,
        byte[] bytes) {
      this.event = event;
      this.form = form;
      this.type = type;
      this.object = object;
      this.revision = revision;
      this.bytes = bytes;
    }

    /** Comparing what types consist of, such as schemas, would take longer than writing. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(
        String otherEvent,
        View.Form otherForm,
        ResourceType otherType,
        StoredObject otherObject,
        long otherRevision) {
      return object == otherObject
          && revision == otherRevision
          && form == otherForm
          && event.equals(otherEvent)
          && type == otherType;
    }
  }
}
