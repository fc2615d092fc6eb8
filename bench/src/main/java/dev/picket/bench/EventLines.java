package dev.picket.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/**
 * Reads a watch's events, a line each, and tells their revisions; -1 for what is no creation. Works
 * on bytes, since hundreds of them share the cores with the server that is measured.
 */
final class EventLines implements Flow.Subscriber<List<ByteBuffer>> {

  private static final byte[] ADDED = "{\"type\":\"ADDED\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REVISION =
      "\"resourceVersion\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int LINE_MAX = 64 * 1024;

  private final LongConsumer revisions;
  private final Runnable end;
  private final byte[] line = new byte[LINE_MAX];
  private int length;

  /**
   * @param end called once when the watch has ended
   */
  EventLines(LongConsumer revisions, Runnable end) {
    this.revisions = revisions;
    this.end = end;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      while (part.hasRemaining()) {
        byte next = part.get();
        if (next == '\n') {
          revisions.accept(startsWithAdded() ? revision() : -1);
          length = 0;
        } else if (length > 0 || next != ' ') {
          line[length++] = next;
        }
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    end.run();
  }

  @Override
  public void onComplete() {
    end.run();
  }

  private boolean startsWithAdded() {
    return length > ADDED.length && isAt(0, ADDED);
  }

  /** The object's, which stands in its metadata. */
  private long revision() {
    int start = 0;
    while (start + REVISION.length < length && !isAt(start, REVISION)) {
      start++;
    }
    long revision = 0;
    for (int each = start + REVISION.length; each < length && line[each] != '"'; each++) {
      revision = revision * 10 + (line[each] - '0');
    }
    return revision;
  }

  private boolean isAt(int start, byte[] wanted) {
    for (int each = 0; each < wanted.length; each++) {
      if (line[start + each] != wanted[each]) {
        return false;
      }
    }
    return true;
  }
}
