package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.ApiClient;
import dev.picket.lab.client.Metadata;
import dev.picket.lab.client.NamespacedName;
import dev.picket.lab.resource.Json;
import dev.picket.lab.resource.StatusException;
import dev.picket.lab.workloads.Action.Happening;
import dev.picket.lab.workloads.Action.Report;
import org.jspecify.annotations.Nullable;

/** Performs the actions of a controller, one after the other, and stops at the first that fails. */
final class ActionPerformer {

  private final ApiClient client;
  private final EventRecorder recorder;

  ActionPerformer(ApiClient client, EventRecorder recorder) {
    this.client = client;
    this.recorder = recorder;
  }

  /**
   * Performs an action.
   *
   * @throws StatusException when the API refuses it
   */
  void perform(Action action) {
    switch (action) {
      case Action.Create create -> create(create);
      case Action.Update update -> client.update(update.type(), update.object());
      case Action.UpdateStatus update -> client.updateStatus(update.type(), update.object());
      case Action.MergeOrCreate merge -> mergeOrCreate(merge);
      case Action.Post post ->
          client.post(post.type(), post.name(), post.body(), post.subresource());
      case Action.Delete delete -> delete(delete);
      case Action.Tell tell -> recorder.tell(tell.happening());
    }
  }

  private void create(Action.Create create) {
    try {
      ObjectNode created = client.create(create.type(), create.object());
      done(create.report(), Metadata.name(created));
    } catch (StatusException refused) {
      failed(create.report(), refused);
      throw refused;
    }
  }

  private void mergeOrCreate(Action.MergeOrCreate merge) {
    ObjectNode patch = Json.object();
    patch.set("spec", merge.object().path("spec"));
    try {
      client.patch(merge.type(), NamespacedName.of(merge.object()), patch, "");
    } catch (StatusException refused) {
      if (refused.code() != 404) {
        throw refused;
      }
      client.create(merge.type(), merge.object());
    }
  }

  private void delete(Action.Delete delete) {
    try {
      client.delete(delete.type(), delete.name(), delete.options());
      done(delete.report(), delete.name().name());
    } catch (StatusException refused) {
      if (refused.code() == 404) {
        return;
      }
      failed(delete.report(), refused);
      throw refused;
    }
  }

  private void done(@Nullable Report report, String name) {
    if (report != null) {
      recorder.tell(
          Happening.normal(
              report.about(),
              report.component(),
              report.done(),
              report.doneMessage() + name + report.doneEnd()));
    }
  }

  private void failed(@Nullable Report report, StatusException refused) {
    if (report != null) {
      recorder.tell(
          Happening.warning(
              report.about(),
              report.component(),
              report.failed(),
              report.failedMessage() + refused.getMessage()));
    }
  }
}
