package dev.picket.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Removes what has outlived its use. Every statement is a transaction of bounded size that skips
 * what others hold, so any number of replicas may do this at once. Safe for use by many threads.
 */
final class Garbage {

  private static final long CHUNK = 1_000;
  private static final long IDENTITY_CHUNK = 10_000;

  private static final String END_SUPPRESSIONS =
      """
      with due as (
        select fingerprint from observation
        where state = 2 and suppressed_until <= ?
        order by suppressed_until limit ? for update skip locked
      ), ended as (
        update observation set
          state = 0, state_since = ?, suppressed_until = null, suppression_reason = null
        where fingerprint in (select fingerprint from due)
        returning fingerprint
      ), noted as (
        insert into change (fingerprints)
        select array_agg(fingerprint) from ended having count(*) > 0
      )
      select count(*) from ended
      """;

  /** What is held never comes up: its slot is {@link Increment#NEVER} until it is released. */
  static final String REMOVE_EXPIRED =
      """
      with due as (
        select fingerprint from observation
        where expiry_slot <= ? and last_seen + time_to_live < ? and state <> 2
        order by expiry_slot limit ? for update skip locked
      ), removed as (
        delete from observation where fingerprint in (select fingerprint from due)
        returning fingerprint
      ), noted as (
        insert into change (fingerprints)
        select array_agg(fingerprint) from removed having count(*) > 0
      )
      select count(*) from removed
      """;

  private static final String FORGET_IDENTITIES =
      """
      with due as (
        select occurred_at, key from occurrence_id
        where occurred_at COMPARED ? limit ? for update skip locked
      ), removed as (
        delete from occurrence_id using due
        where occurrence_id.occurred_at = due.occurred_at and occurrence_id.key = due.key
        returning 1
      )
      select count(*) from removed
      """;

  private static final String FORGET_CHANGES =
      """
      with due as (
        select transaction_id from change
        where at < now() - ? * interval '1 microsecond'
        order by at limit ? for update skip locked
      ), removed as (
        delete from change where transaction_id in (select transaction_id from due)
        returning transaction_id
      ), moved as (
        update change_horizon
        set transaction_id =
          greatest(transaction_id, (select max(transaction_id) from removed))
        where exists (select from removed)
      )
      select count(*) from removed
      """;

  static final String FORGET_OBJECTS =
      """
      with due as (
        select source, uid from held_object
        where gone_at < ? order by gone_at limit ? for update skip locked
      ), removed as (
        delete from held_object using due
        where held_object.source = due.source and held_object.uid = due.uid
        returning 1
      )
      select count(*) from removed
      """;

  private static final Duration OBJECT_MEMORY = Duration.ofHours(1);

  private final Database database;
  private final Duration identityMemory;
  private final Duration changeMemory;

  Garbage(Database database, StoreSettings settings) {
    this.database = database;
    this.identityMemory = settings.identityMemory();
    this.changeMemory = settings.changeMemory();
  }

  /** Ends suppressions, and removes Observations; returns how many of the latter. */
  long collect(Instant now) {
    repeat(END_SUPPRESSIONS, List.of(now, CHUNK, now), CHUNK);
    int slot = Micros.slot(Micros.of(now));
    long removed = repeat(REMOVE_EXPIRED, List.of(slot, now, CHUNK), CHUNK);
    // A clock that is far off, ahead or behind, only shortens the memory of what it dated.
    forgetIdentities("<", now.minus(identityMemory));
    forgetIdentities(">", now.plus(identityMemory));
    repeat(FORGET_OBJECTS, List.of(now.minus(OBJECT_MEMORY), CHUNK), CHUNK);
    repeat(FORGET_CHANGES, List.of(Micros.of(changeMemory), CHUNK), CHUNK);
    return removed;
  }

  private void forgetIdentities(String comparison, Instant limit) {
    repeat(
        FORGET_IDENTITIES.replace("COMPARED", comparison),
        List.of(limit, IDENTITY_CHUNK),
        IDENTITY_CHUNK);
  }

  private long repeat(String sql, List<Object> parameters, long chunk) {
    long total = 0;
    long count;
    do {
      count = database.query(sql, parameters, Garbage::count);
      total += count;
    } while (count == chunk);
    return total;
  }

  private static long count(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
