package dev.picket.lab.api;

import dev.picket.lab.access.Requester;

/**
 * A request as the API sees it.
 *
 * @param method in upper case
 * @param path decoded by segments, beginning with {@code /}
 * @param query its parameters
 * @param accept the header, empty when there is none
 * @param contentType the header, empty when there is none
 * @param userAgent the header, empty when there is none
 * @param requester who asks
 * @param body empty when there is none
 */
public record ApiRequest(
    String method,
    String path,
    Query query,
    String accept,
    String contentType,
    String userAgent,
    Requester requester,
    Body body) {

  /** A body, which arrives when it is asked for, once. */
  @FunctionalInterface
  public interface Body {

    /** Nothing. */
    Body NONE = () -> new byte[0];

    byte[] bytes();
  }
}
