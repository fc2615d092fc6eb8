package dev.picket.sources.webhook;

import dev.picket.observation.InvalidInputException;
import dev.picket.observation.Item;
import dev.picket.observation.Ledger;
import dev.picket.observation.ObservationStore;
import dev.picket.observation.Pipeline;
import dev.picket.observation.Stages;
import dev.picket.runtime.Ticker;
import dev.picket.sources.ingester.PayloadReaders;
import dev.picket.sources.ingester.WebhookIngester;
import dev.picket.sources.payload.PayloadLimits;
import dev.picket.sources.payload.PayloadReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in the requests of one Ingester. Safe for use by many threads. */
final class Intake {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final String name;
  private final TokenBucket bucket;
  private final Gate gate;
  private final BodyReader bodies;
  private final InFlightBytes inFlight;
  private final PayloadReader payloads;
  private final Pipeline pipeline;
  private final Ledger.Account account;
  private final InstantSource clock;
  private final Ticker ticker;

  Intake(
      WebhookIngester ingester,
      PayloadLimits limits,
      InFlightBytes inFlight,
      ObservationStore store,
      Ledger ledger,
      InstantSource clock,
      Ticker ticker) {
    this.name = ingester.name();
    this.bucket = new TokenBucket(ingester.rateLimit(), ticker);
    this.gate = Gate.of(ingester.authentication(), ticker);
    this.bodies = new BodyReader(ingester.bodyLimitBytes(), ticker);
    this.inFlight = inFlight;
    this.payloads = PayloadReaders.of(ingester, limits);
    this.account = ledger.account(ingester.name());
    this.pipeline =
        new Pipeline(new Stages(ingester.filters(), ingester.timeToLive()), store, account, clock);
    this.clock = clock;
    this.ticker = ticker;
  }

  void handle(ServerRequest request, ServerResponse response) {
    Upload upload = new Upload(request, ticker);
    try (InFlightBytes.Reservation memory = inFlight.open()) {
      List<Item> items = takeOrFail(request, upload, memory);
      Answers.send(response, pipeline.accept(items));
    } catch (RefusedException refused) {
      refuse(upload, response, refused.refusal());
    } catch (InvalidInputException malformed) {
      refuse(upload, response, Refusal.malformed(malformed));
    }
  }

  /** A mistake of ours, too, must leave the request in the books. */
  private List<Item> takeOrFail(
      ServerRequest request, Upload upload, InFlightBytes.Reservation memory) {
    try {
      return take(request, upload, memory);
    } catch (RefusedException | InvalidInputException expected) {
      throw expected;
    } catch (RuntimeException mistake) {
      log.atError().addKeyValue("source", name).setCause(mistake).log("payload not understood");
      throw new RefusedException(Refusal.internalError());
    }
  }

  private List<Item> take(ServerRequest request, Upload upload, InFlightBytes.Reservation memory) {
    long wait = bucket.take();
    if (wait > 0) {
      throw new RefusedException(Refusal.rateLimited(wait));
    }
    ServerRequestHeaders headers = request.headers();
    Gate.HeaderLookup lookup = header -> headers.first(HeaderNames.create(header));
    gate.checkHeaders(lookup);
    String encoding = encoding(headers);
    memory.awaitTurn(Math.min(upload.announcedBytes(), bodies.limitBytes()));
    Body sent = bodies.read(upload, memory);
    gate.checkBody(lookup, sent);
    Body body = encoding.isEmpty() ? sent : bodies.inflate(sent, memory);
    List<Item> items = payloads.read(body.bytes(), body.length(), clock.instant(), memory);
    // While the store is at work the body is garbage already.
    memory.release(body.bytes().length);
    return items;
  }

  private static String encoding(ServerRequestHeaders headers) {
    String encoding =
        headers
            .first(HeaderNames.CONTENT_ENCODING)
            .map(value -> value.strip().toLowerCase(Locale.ROOT))
            .orElse("");
    return switch (encoding) {
      case "", "identity" -> "";
      case "gzip", "x-gzip" -> "gzip";
      default -> throw new RefusedException(Refusal.unsupportedEncoding(encoding));
    };
  }

  private void refuse(Upload upload, ServerResponse response, Refusal refusal) {
    if (refusal.again()) {
      account.turnAway(refusal.reason());
    } else {
      account.refuse(refusal.reason());
    }
    upload.giveUp(response, () -> Answers.send(response, refusal));
  }
}
