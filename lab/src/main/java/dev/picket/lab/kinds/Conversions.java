package dev.picket.lab.kinds;

import dev.picket.lab.resource.ResourceType;

/** The conversion of every version that is not the one in which its objects are kept. */
public final class Conversions {

  private static final Conversion AUTOSCALERS = new AutoscalerConversion();
  private static final Conversion EVENTS = new EventConversion();

  private Conversions() {}

  /** The conversion between a type's version and the kept one. */
  public static Conversion of(ResourceType type) {
    return switch (type.resource() + "/" + type.version()) {
      case "horizontalpodautoscalers.autoscaling/v1" -> AUTOSCALERS;
      case "events.events.k8s.io/v1" -> EVENTS;
      default -> Conversion.NONE;
    };
  }
}
