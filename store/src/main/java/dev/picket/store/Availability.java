package dev.picket.store;

import dev.picket.observation.StoreUnavailableException;
import dev.picket.runtime.Readiness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers, as last seen by whoever tried. While it does not, work is refused
 * at once rather than after another wait. Safe for use by many threads.
 */
final class Availability {

  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Availability.class);

  private final Readiness.Handle readiness;
  private final AtomicReference<@Nullable String> outage = new AtomicReference<>();

  Availability(Readiness.Handle readiness) {
    this.readiness = readiness;
  }

  void up() {
    if (outage.getAndSet(null) != null) {
      log.atInfo().log("the database answers again");
    }
    readiness.up();
  }

  /** Takes note of an outage, and makes of it what callers get. */
  StoreUnavailableException down(SQLException cause) {
    String reason = SqlFailures.summary(cause);
    if (outage.getAndSet(reason) == null) {
      log.atWarn().addKeyValue("reason", reason).log("the database does not answer");
    }
    readiness.down("the database does not answer: " + reason);
    return unavailable(cause);
  }

  /** The process is going. */
  void closing() {
    readiness.down("closing");
  }

  boolean isDown() {
    return outage.get() != null;
  }

  /** Fails at once when the database is known not to answer. */
  void require() {
    String reason = outage.get();
    if (reason != null) {
      throw new StoreUnavailableException("the database does not answer: " + reason, RETRY_AFTER);
    }
  }

  static StoreUnavailableException unavailable(SQLException cause) {
    return new StoreUnavailableException(
        "the database does not answer: " + SqlFailures.summary(cause), RETRY_AFTER, cause);
  }
}
