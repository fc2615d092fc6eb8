package dev.picket.sources.webhook;

import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;

/**
 * A web server's content encodings with which the bodies of requests come in as they were sent,
 * whatever their Content-Encoding: {@link WebhookRoutes} verifies and inflates them itself.
 *
 * <p>Merely switching decoding off would make Helidon refuse requests with that header. Answers are
 * not encoded. Safe for use by many threads.
 */
final class BodiesAsSent implements ContentEncodingContext {

  private final ContentEncodingContext nothing =
      ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build();

  @Override
  public boolean contentEncodingEnabled() {
    return false;
  }

  @Override
  public boolean contentDecodingEnabled() {
    return true;
  }

  @Override
  public boolean contentEncodingSupported(String encodingId) {
    return nothing.contentEncodingSupported(encodingId);
  }

  @Override
  public boolean contentDecodingSupported(String encodingId) {
    return true;
  }

  @Override
  public ContentEncoder encoder(String encodingId) {
    return nothing.encoder(encodingId);
  }

  @Override
  public ContentDecoder decoder(String encodingId) {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder(Headers headers) {
    return nothing.encoder(headers);
  }

  @Override
  public ContentEncodingContextConfig prototype() {
    return nothing.prototype();
  }
}
