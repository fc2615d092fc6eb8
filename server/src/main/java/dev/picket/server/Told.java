package dev.picket.server;

import dev.picket.observation.ChangeFeed;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import java.util.List;

/** One batch of the change feed as all subscribers share it, each Observation written once. */
sealed interface Told {

  /** Where whoever has read it goes on from. */
  long position();

  /** What changed. */
  record Changes(long position, List<Changed> changed, List<Fingerprint> removed) implements Told {}

  /** Whoever reads this should list afresh. */
  record Reset(long position) implements Told {}

  /** A changed Observation, and its JSON. */
  @SuppressWarnings("ArrayRecordComponent") // shared by all subscribers; nobody changes it
  record Changed(Observation observation, byte[] json) {}

  static Told of(ChangeFeed.Batch batch) {
    return switch (batch) {
      case ChangeFeed.Batch.Reset reset -> new Reset(reset.position());
      case ChangeFeed.Batch.Changes changes ->
          new Changes(
              changes.position(),
              changes.changed().stream().map(Told::written).toList(),
              List.copyOf(changes.removed()));
    };
  }

  private static Changed written(Observation observation) {
    return new Changed(observation, Json.bytes(json -> ObservationJson.write(json, observation)));
  }
}
