package dev.picket.kube;

import dev.picket.coordination.Told;
import dev.picket.coordination.shard.PartitionSet;
import java.util.List;
import java.util.Set;

/** Writes down what it is told. */
final class RecordingHandler implements ObjectHandler {

  /** Something that was told. */
  sealed interface Entry {}

  record Changed(String uid, String name, long revision) implements Entry {}

  record Deleted(String uid, String name) implements Entry {}

  record Complete(PartitionSet partitions, Set<String> uids) implements Entry {}

  private final Told<Entry> told = new Told<>();

  @Override
  public void changed(KubeObject object) {
    told.accept(new Changed(object.uid(), object.name(), object.resourceVersion()));
  }

  @Override
  public void deleted(KubeObject object) {
    told.accept(new Deleted(object.uid(), object.name()));
  }

  @Override
  public void complete(PartitionSet partitions, Set<String> uids) {
    told.accept(new Complete(partitions, uids));
  }

  Told<Entry> told() {
    return told;
  }

  List<Changed> changed() {
    return those(Changed.class);
  }

  List<Deleted> deleted() {
    return those(Deleted.class);
  }

  List<Complete> complete() {
    return those(Complete.class);
  }

  void awaitComplete(PartitionSet partitions) {
    told.awaitAll(all ->
        all.stream()
            .filter(Complete.class::isInstance)
            .map(entry -> ((Complete) entry).partitions())
            .reduce(PartitionSet.none(partitions.partitions()), PartitionSet::plus)
            .containsAll(partitions));
  }

  void awaitChanged(Written written) {
    told.await(new Changed(written.uid(), written.name(), written.revision())::equals);
  }

  void awaitDeleted(Written written) {
    told.await(new Deleted(written.uid(), written.name())::equals);
  }

  private <T extends Entry> List<T> those(Class<T> kind) {
    return told.soFar().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
