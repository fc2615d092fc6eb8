package dev.picket.sources.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.picket.observation.Examination;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Outcome;
import dev.picket.observation.Stages;
import dev.picket.observation.Submission;
import dev.picket.sources.ingester.InformerIngester;
import dev.picket.sources.ingester.PayloadReaders;
import dev.picket.sources.ingester.WebhookIngester;
import dev.picket.sources.payload.Memory;
import dev.picket.sources.payload.Normaliser;
import dev.picket.sources.payload.PayloadLimits;
import dev.picket.sources.payload.PayloadReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an Ingester makes of a payload, stage by stage, without storing any of it.
 *
 * @param items one for each item of the payload
 */
public record Explanation(List<ItemSteps> items) {

  public Explanation {
    items = List.copyOf(items);
  }

  /**
   * One item's way.
   *
   * @param index its place in the payload, from 0
   * @param steps in order, up to where its way ends
   */
  public record ItemSteps(int index, List<Step> steps) {
    public ItemSteps {
      steps = List.copyOf(steps);
    }
  }

  /**
   * What one stage made of an item.
   *
   * @param stage decoded, normalised, filter, clock, fingerprint or store
   * @param text for people; may have several lines
   */
  public record Step(String stage, String text) {}

  /**
   * Explains a payload.
   *
   * @param receivedAt when it is taken to have arrived
   * @throws InvalidInputException when the payload as a whole cannot be used
   */
  public static Explanation of(
      WebhookIngester ingester, PayloadLimits limits, byte[] payload, Instant receivedAt) {
    List<String> decoded = new ArrayList<>();
    Normaliser normaliser = PayloadReaders.normaliser(ingester);
    Normaliser recording =
        (event, place, at) -> {
          pad(decoded, place.index());
          decoded.add(shown(event));
          return normaliser.normalise(event, place, at);
        };
    List<Item> items =
        new PayloadReader(ingester.format(), recording, limits)
            .read(payload, payload.length, receivedAt, Memory.UNBOUNDED);
    pad(decoded, items.size());
    Stages stages = new Stages(ingester.filters(), ingester.timeToLive());
    return new Explanation(
        items.stream()
            .map(item -> explain(item, decoded.get(item.index()), stages, receivedAt))
            .toList());
  }

  /**
   * Explains a Kubernetes object of an informer's kind.
   *
   * @param object JSON or YAML
   * @param receivedAt when it is taken to have been told
   * @throws InvalidInputException when the object as a whole cannot be used
   */
  public static Explanation of(
      InformerIngester ingester, PayloadLimits limits, byte[] object, Instant receivedAt) {
    return ObjectExplanation.of(ingester, limits, object, receivedAt);
  }

  /** Items that are not even objects reach no normaliser. */
  private static void pad(List<String> decoded, int size) {
    while (decoded.size() < size) {
      decoded.add("not an object");
    }
  }

  static String shown(JsonNode event) {
    return ExplanationTexts.cut(event.toString());
  }

  private static ItemSteps explain(Item item, String decoded, Stages stages, Instant receivedAt) {
    return explain(
        item, decoded, () -> stages.examine(item, receivedAt), receivedAt, ExplanationTexts::store);
  }

  static ItemSteps explain(
      Item item,
      String decoded,
      Supplier<Examination> examined,
      Instant receivedAt,
      Function<Submission, String> stored) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("decoded", decoded));
    steps.add(new Step("normalised", ExplanationTexts.normalised(item)));
    if (item instanceof Item.Reported reported) {
      switch (examined.get()) {
        case Examination.Ended ended -> steps.add(new Step("filter", dropped(ended.outcome())));
        case Examination.Kept kept -> {
          steps.add(new Step("filter", ExplanationTexts.kept(kept)));
          steps.add(
              new Step("clock", ExplanationTexts.clock(reported.occurrence(), kept, receivedAt)));
          steps.add(new Step("fingerprint", ExplanationTexts.fingerprint(kept.submission())));
          steps.add(new Step("store", stored.apply(kept.submission())));
        }
      }
    }
    return new ItemSteps(item.index(), steps);
  }

  private static String dropped(Outcome outcome) {
    return outcome instanceof Outcome.Filtered filtered
        ? "dropped by " + filtered.reason()
        : outcome.toString();
  }
}
