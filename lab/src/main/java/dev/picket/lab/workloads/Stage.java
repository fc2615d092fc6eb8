package dev.picket.lab.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.lab.client.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a kind that are in a certain state get to the next, after a while. The model is
 * that of KWOK's stages.
 *
 * @param name of the stage
 * @param kind of the objects
 * @param selector which objects it is for
 * @param weight how likely it is chosen among several
 * @param delay how long it takes
 * @param next what happens then
 */
record Stage(String name, String kind, Selector selector, int weight, Delay delay, Next next) {

  boolean matches(JsonNode object) {
    return Selectors.plain(selector.labels(), Metadata.labels(object))
        && Selectors.plain(
            selector.annotations(), Metadata.texts(object.path("metadata").path("annotations")))
        && selector.requirements().stream().allMatch(each -> each.holds(object));
  }

  /**
   * The stage for an object in its state; by weight when there are several.
   *
   * @return empty when nothing is to happen to it
   */
  static Optional<Stage> choose(List<Stage> stages, JsonNode object, RandomGenerator random) {
    List<Stage> matching = stages.stream().filter(each -> each.matches(object)).toList();
    int total = matching.stream().mapToInt(Stage::weight).sum();
    if (matching.size() < 2 || total == 0) {
      return matching.stream().findFirst();
    }
    int drawn = random.nextInt(total);
    for (Stage each : matching) {
      drawn -= each.weight();
      if (drawn < 0) {
        return Optional.of(each);
      }
    }
    throw new IllegalStateException("the weights of stages add up to less than " + total);
  }

  /**
   * Which objects a stage is for: all must hold.
   *
   * @param labels that they have
   * @param annotations that they have
   * @param requirements on their fields
   */
  record Selector(ObjectNode labels, ObjectNode annotations, List<Requirement> requirements) {}

  /** A requirement on the values that a path leads to. */
  record Requirement(FieldPath path, Operator operator, List<String> values) {

    boolean holds(JsonNode object) {
      List<String> found = path.values(object).stream().map(JsonNode::asText).toList();
      return switch (operator) {
        case IN -> found.stream().anyMatch(values::contains);
        case NOT_IN -> found.stream().noneMatch(values::contains);
        case EXISTS -> !found.isEmpty();
        case DOES_NOT_EXIST -> found.isEmpty();
      };
    }
  }

  /** As in files: In, NotIn, Exists, DoesNotExist. */
  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /**
   * How long a stage takes.
   *
   * @param duration unless the object says otherwise
   * @param from where the object may say otherwise, as seconds or such as {@code 1m30s}; null for
   *     nowhere
   * @param jitter up to which it may take longer; null for exactly so long
   */
  record Delay(Duration duration, @Nullable FieldPath from, @Nullable Duration jitter) {

    static final Delay NONE = new Delay(Duration.ZERO, null, null);

    /**
     * How long it takes for an object.
     *
     * @throws IllegalArgumentException when the object says something that is no duration
     */
    Duration of(JsonNode object, RandomGenerator random) {
      Duration least = duration;
      if (from != null) {
        List<JsonNode> values = from.values(object);
        least = values.isEmpty() ? duration : Durations.parse(values.getFirst().asText());
      }
      if (jitter == null || jitter.compareTo(least) <= 0) {
        return least;
      }
      return least.plusMillis(random.nextLong(jitter.minus(least).toMillis() + 1));
    }
  }

  /**
   * What happens.
   *
   * @param template of the status, merged into what is there; null for none
   * @param function of the lab that makes the status; empty for none
   * @param event told of it; null for none
   * @param finalizers how they change; null when they do not
   * @param delete whether the object is deleted, at once
   */
  record Next(
      @Nullable ObjectNode template,
      String function,
      @Nullable Told event,
      @Nullable Finalizers finalizers,
      boolean delete) {}

  /** An event. */
  record Told(String type, String reason, String message) {}

  /** How finalizers change. */
  record Finalizers(List<String> add, List<String> remove, boolean empty) {}
}
