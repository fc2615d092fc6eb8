package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Occurrence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The two statements of a batch. Each takes arrays, so its text is the same for every size. */
final class WriteStatements {

  private static final Comparator<RecordBatch.Identity> BY_KEY =
      Comparator.comparingLong(RecordBatch.Identity::atMicros)
          .thenComparingLong(RecordBatch.Identity::key);

  private static final String INSERT_IDENTITIES =
      """
      insert into occurrence_id (occurred_at, key)
      select 'epoch'::timestamptz + at * interval '1 microsecond', key
      from unnest(?::bigint[], ?::bigint[]) as each (at, key)
      on conflict do nothing
      returning key
      """;

  private static final String UPSERT =
      """
      with written as (
        insert into observation as old (
          fingerprint, count, first_seen, last_seen, state_since, time_to_live, seen_slot,
          expiry_slot, category, severity, state, source, event_type, rule, title, api_version,
          kind, namespace, name, details)
        select
          fingerprint, count,
          'epoch'::timestamptz + first_seen * interval '1 microsecond',
          'epoch'::timestamptz + last_seen * interval '1 microsecond',
          'epoch'::timestamptz + received_at * interval '1 microsecond',
          time_to_live * interval '1 microsecond',
          seen_slot, expiry_slot, category, severity, 0, source, event_type, rule, title,
          api_version, kind, namespace, name, details::json
        from unnest(
          ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
          ?::int[], ?::smallint[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::text[],
          ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as each (
          fingerprint, count, first_seen, last_seen, received_at, time_to_live, seen_slot,
          expiry_slot, category, severity, source, event_type, rule, title, api_version,
          kind, namespace, name, details)
        on conflict (fingerprint) do update set
          count = old.count + excluded.count,
          first_seen = least(old.first_seen, excluded.first_seen),
          last_seen = greatest(old.last_seen, excluded.last_seen),
          seen_slot = greatest(old.seen_slot, excluded.seen_slot),
          severity = case when $held
            then excluded.severity else greatest(old.severity, excluded.severity) end,
          title = case when $latest
            then excluded.title else old.title end,
          api_version = case when $latest
            then excluded.api_version else old.api_version end,
          details = case when $latest
            then excluded.details else old.details end,
          time_to_live = case when $latest
            then excluded.time_to_live else old.time_to_live end,
          expiry_slot = case when $latest
            then excluded.expiry_slot else old.expiry_slot end,
          state = case when opens(old.state, old.suppressed_until, excluded.state_since)
            then 0 else old.state end,
          state_since = case when opens(old.state, old.suppressed_until, excluded.state_since)
            then excluded.state_since else old.state_since end,
          suppressed_until = case
            when opens(old.state, old.suppressed_until, excluded.state_since)
            then null else old.suppressed_until end,
          suppression_reason = case
            when opens(old.state, old.suppressed_until, excluded.state_since)
            then null else old.suppression_reason end
        returning old.fingerprint, old.xmax = 0 as created
      ), noted as (
        insert into change as known (fingerprints)
        select array_agg(fingerprint) from written
        on conflict (transaction_id) do update
        set fingerprints = known.fingerprints || excluded.fingerprints
      )
      select fingerprint from written where created
      """
          .replace("$latest", "excluded.last_seen >= old.last_seen or $held")
          .replace("$held", "excluded.expiry_slot = " + Increment.NEVER)
          .replaceAll(
              "opens\\(old.state, old.suppressed_until, excluded.state_since\\)",
              "old.state = 1 or (old.state = 2 and old.suppressed_until <= excluded.state_since)");

  private WriteStatements() {}

  /**
   * Remembers identities.
   *
   * @return the keys of those that were not known
   */
  static Set<Long> insertIdentities(Connection connection, List<RecordBatch.Identity> identities)
      throws SQLException {
    List<RecordBatch.Identity> sorted = identities.stream().sorted(BY_KEY).toList();
    try (PreparedStatement statement = connection.prepareStatement(INSERT_IDENTITIES)) {
      Rows<RecordBatch.Identity> rows = new Rows<>(connection, statement, sorted);
      rows.longs(RecordBatch.Identity::atMicros);
      rows.longs(RecordBatch.Identity::key);
      Set<Long> fresh = HashSet.newHashSet(sorted.size());
      try (ResultSet inserted = statement.executeQuery()) {
        while (inserted.next()) {
          fresh.add(inserted.getLong(1));
        }
      }
      return fresh;
    }
  }

  /**
   * Adds increments to their Observations, and notes the change.
   *
   * @param increments in the order of their fingerprints
   * @return the fingerprints of those Observations that are new
   */
  static Set<Fingerprint> upsert(Connection connection, List<Increment> increments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UPSERT)) {
      bind(new Rows<>(connection, statement, increments));
      Set<Fingerprint> created = new HashSet<>();
      try (ResultSet inserted = statement.executeQuery()) {
        while (inserted.next()) {
          created.add(Fingerprint.ofBytes(inserted.getBytes(1)));
        }
      }
      return created;
    }
  }

  private static void bind(Rows<Increment> rows) throws SQLException {
    rows.byteArrays(each -> each.fingerprint().bytes());
    rows.longs(Increment::count);
    rows.longs(Increment::firstSeenMicros);
    rows.longs(Increment::lastSeenMicros);
    rows.longs(Increment::receivedAtMicros);
    rows.longs(Increment::timeToLiveMicros);
    rows.ints(Increment::seenSlot);
    rows.ints(Increment::expirySlot);
    rows.shorts(each -> Codes.of(each.latest().category()));
    rows.shorts(each -> Codes.of(each.severity()));
    bindTexts(rows);
  }

  private static void bindTexts(Rows<Increment> rows) throws SQLException {
    List<Function<Occurrence, String>> texts =
        List.of(
            Occurrence::source,
            Occurrence::eventType,
            Occurrence::rule,
            Occurrence::title,
            seen -> seen.resource().apiVersion(),
            seen -> seen.resource().kind(),
            seen -> seen.resource().namespace(),
            seen -> seen.resource().name(),
            Occurrence::details);
    for (Function<Occurrence, String> text : texts) {
      rows.texts(each -> text.apply(each.latest()));
    }
  }
}
