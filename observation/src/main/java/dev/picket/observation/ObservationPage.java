package dev.picket.observation;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param next where the following page begins; empty when this is the last
 */
public record ObservationPage(List<Observation> items, Optional<ObservationQuery.Position> next) {

  public ObservationPage {
    items = List.copyOf(items);
  }
}
