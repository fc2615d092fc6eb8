package dev.picket.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether this process can do its work, told by the parts that know. Each part holds a {@link
 * Handle} and says when it is up or down; the whole is ready while every part is.
 *
 * <p>Safe for use by many threads.
 */
public final class Readiness {

  private final List<Handle> handles = new CopyOnWriteArrayList<>();

  /** Adds a part, which counts as down until it says otherwise. */
  public Handle register(String part) {
    Handle handle = new Handle(part);
    handles.add(handle);
    return handle;
  }

  /** Every part's word, in the order they were registered. */
  public List<Status> statuses() {
    return handles.stream().map(Handle::status).toList();
  }

  /** Whether every part is up. */
  public boolean ready() {
    return statuses().stream().allMatch(Status::up);
  }

  /**
   * What one part last said of itself.
   *
   * @param part its name
   * @param up whether it can do its work
   * @param reason why it is down; empty when up
   */
  public record Status(String part, boolean up, String reason) {}

  /** One part's say in the readiness of the whole. */
  public static final class Handle {

    private final String part;
    private volatile Status status;

    private Handle(String part) {
      this.part = part;
      this.status = new Status(part, false, "starting");
    }

    public void up() {
      status = new Status(part, true, "");
    }

    public void down(String reason) {
      status = new Status(part, false, reason);
    }

    public Status status() {
      return status;
    }
  }
}
