package dev.picket.server;

import dev.picket.coordination.shard.ShardGroup;
import dev.picket.observation.ChangeFeed;
import dev.picket.observation.Ledger;
import dev.picket.observation.ObservationStore;
import dev.picket.runtime.Readiness;
import dev.picket.runtime.Ticker;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the server shows and works with; all of it belongs to whoever made it and outlives the
 * server.
 *
 * @param store where Observations are read and people's decisions carried out
 * @param feed what the event stream follows
 * @param ledger the loss contract's books, shown as metrics
 * @param readiness what {@code /readyz} tells
 * @param metrics what {@code /metrics} tells; the server adds its own and the ledger's
 * @param clock wall time
 * @param ticker monotonic time
 * @param group who owns what; null when this server runs alone
 * @param random makes the ids by which an unexpected failure is found in the log
 */
public record ServerParts(
    ObservationStore store,
    ChangeFeed feed,
    Ledger ledger,
    Readiness readiness,
    Metrics metrics,
    InstantSource clock,
    Ticker ticker,
    @Nullable ShardGroup group,
    RandomGenerator random) {}
