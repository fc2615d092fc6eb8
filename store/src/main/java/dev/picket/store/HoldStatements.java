package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Holding;
import dev.picket.store.HandedIn.Claim;
import dev.picket.store.HandedIn.ObjectKey;
import dev.picket.store.HandedIn.Release;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements of a batch of holdings. Each takes arrays, so its text is the same for every size,
 * and each locks its rows in the order of their keys.
 */
final class HoldStatements {

  static final String OBJECTS =
      """
      select source, uid, revision, gone_at is not null
      from unnest(?::text[], ?::text[]) as asked (source, uid)
      join held_object using (source, uid)
      """;

  static final String HELD =
      """
      select source, uid, fingerprint, content
      from unnest(?::text[], ?::text[]) as asked (source, uid)
      join held_finding using (source, uid)
      """;

  static final String HELD_BY_NEWER =
      """
      select asked.place
      from unnest(?::bytea[], ?::bigint[], ?::bigint[]) with ordinality
        as asked (fingerprint, created_at, revision, place)
      join held_finding on held_finding.fingerprint = asked.fingerprint
      join held_object using (source, uid)
      where (held_object.created_at, held_object.revision) >
        ('epoch'::timestamptz + asked.created_at * interval '1 microsecond', asked.revision)
      """;

  private static final String PUT_OBJECTS =
      """
      insert into held_object as known
        (source, uid, hash, namespace, name, created_at, revision, gone_at)
      select source, uid, hash, namespace, name,
        'epoch'::timestamptz + created_at * interval '1 microsecond', revision,
        case when gone then 'epoch'::timestamptz + at * interval '1 microsecond' end
      from unnest(
        ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
        ?::boolean[], ?::bigint[]) as each (
        source, uid, hash, namespace, name, created_at, revision, gone, at)
      order by source collate "C", uid collate "C"
      on conflict (source, uid) do update
      set revision = excluded.revision, gone_at = excluded.gone_at
      where known.revision < excluded.revision
        or (known.revision = excluded.revision and known.gone_at is null)
      returning source, uid
      """;

  private static final String LOCK_OBJECTS =
      """
      select from unnest(?::text[], ?::text[]) as asked (source, uid)
      join held_object using (source, uid)
      order by held_object.source, held_object.uid for update of held_object
      """;

  private static final String LOCK_FINDINGS =
      """
      select from held_finding where fingerprint = any (?::bytea[])
      order by fingerprint for update
      """;

  private static final String CLAIM_FINDINGS =
      """
      insert into held_finding as known (fingerprint, source, uid, content)
      select fingerprint, source, uid, content
      from unnest(?::bytea[], ?::text[], ?::text[], ?::bigint[]) as each (
        fingerprint, source, uid, content)
      on conflict (fingerprint) do update
      set source = excluded.source, uid = excluded.uid, content = excluded.content
      where not exists (
        select from held_object as holder, held_object as claimant
        where (holder.source, holder.uid) = (known.source, known.uid)
          and (claimant.source, claimant.uid) = (excluded.source, excluded.uid)
          and (holder.created_at, holder.revision) > (claimant.created_at, claimant.revision))
      returning fingerprint
      """;

  private static final String RELEASE_FINDINGS =
      """
      with released as (
        delete from held_finding as known
        using unnest(?::bytea[], ?::text[], ?::text[], ?::bigint[]) as each (
          fingerprint, source, uid, at)
        where known.fingerprint = each.fingerprint
          and (known.source, known.uid) = (each.source, each.uid)
        returning known.fingerprint, known.source, known.uid,
          'epoch'::timestamptz + at * interval '1 microsecond' as at
      ), resolved as (
        update observation set
          state = 1,
          state_since = case when state = 1 then state_since else at end,
          suppressed_until = null,
          suppression_reason = null,
          -- The slot after the one in which its time to live ends, counted from now.
          expiry_slot = least(2147483646, 1 + floor(extract(epoch from greatest(
            last_seen, case when state = 1 then state_since else at end) + time_to_live) / 10))
        from released where observation.fingerprint = released.fingerprint
        returning observation.fingerprint
      ), noted as (
        insert into change as known (fingerprints)
        select array_agg(fingerprint) from resolved having count(*) > 0
        on conflict (transaction_id) do update
        set fingerprints = known.fingerprints || excluded.fingerprints
      )
      select source, uid, count(*) from released group by source, uid
      """;

  private HoldStatements() {}

  /** An object's last revision, and whether it was its deletion. */
  record KnownObject(long revision, boolean gone) {

    /** Whether it is newer than what a holding says: nothing but news follows a deletion. */
    boolean outdates(Holding holding) {
      long told = holding.object().revision();
      return gone ? told <= revision : told < revision;
    }
  }

  static Map<ObjectKey, KnownObject> objects(Connection connection, Collection<ObjectKey> keys)
      throws SQLException {
    Map<ObjectKey, KnownObject> objects = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(OBJECTS)) {
      bindKeys(new Rows<>(connection, statement, List.copyOf(keys)));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          objects.put(key(found), new KnownObject(found.getLong(3), found.getBoolean(4)));
        }
      }
    }
    return objects;
  }

  /** What objects hold, and the digests of what they said of it. */
  static Map<ObjectKey, Map<Fingerprint, Long>> held(
      Connection connection, Collection<ObjectKey> keys) throws SQLException {
    Map<ObjectKey, Map<Fingerprint, Long>> held = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HELD)) {
      bindKeys(new Rows<>(connection, statement, List.copyOf(keys)));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          held.computeIfAbsent(key(found), _ -> new HashMap<>())
              .put(Fingerprint.ofBytes(found.getBytes(3)), found.getLong(4));
        }
      }
    }
    return held;
  }

  private static void bindKeys(Rows<ObjectKey> rows) throws SQLException {
    rows.texts(ObjectKey::source);
    rows.texts(ObjectKey::uid);
  }

  private static ObjectKey key(ResultSet row) throws SQLException {
    return new ObjectKey(row.getString(1), row.getString(2));
  }

  /** Those of these findings that an object holds which is newer than the one that claims it. */
  static Set<Claim> heldByNewer(Connection connection, List<Claim> claims) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HELD_BY_NEWER)) {
      Rows<Claim> rows = new Rows<>(connection, statement, claims);
      rows.byteArrays(each -> each.fingerprint().bytes());
      rows.longs(each -> Micros.of(each.holding().holding().object().createdAt()));
      rows.longs(each -> each.holding().holding().object().revision());
      Set<Claim> newer = new HashSet<>();
      try (ResultSet places = statement.executeQuery()) {
        while (places.next()) {
          newer.add(claims.get(places.getInt(1) - 1));
        }
      }
      return newer;
    }
  }

  /**
   * Makes or updates the rows of objects, and locks them.
   *
   * @return those for which what is known is not newer
   */
  static Set<ObjectKey> putObjects(Connection connection, List<HandedIn> holdings)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUT_OBJECTS)) {
      Rows<HandedIn> rows = new Rows<>(connection, statement, holdings);
      rows.texts(each -> each.holding().source());
      rows.texts(each -> each.holding().object().uid());
      // Unsigned order there is signed order here.
      rows.longs(each -> each.holding().object().hash() ^ Long.MIN_VALUE);
      rows.texts(each -> each.holding().object().namespace());
      rows.texts(each -> each.holding().object().name());
      rows.longs(each -> Micros.of(each.holding().object().createdAt()));
      rows.longs(each -> each.holding().object().revision());
      rows.booleans(each -> each.holding().gone());
      rows.longs(each -> Micros.of(each.at()));
      Set<ObjectKey> put = new HashSet<>();
      try (ResultSet written = statement.executeQuery()) {
        while (written.next()) {
          put.add(key(written));
        }
      }
      return put;
    }
  }

  /** Locks the rows that there are. */
  static void lockObjects(Connection connection, Collection<ObjectKey> keys) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_OBJECTS)) {
      bindKeys(new Rows<>(connection, statement, List.copyOf(keys)));
      statement.execute();
    }
  }

  /**
   * Locks what is held of these, all at once and in order: else a batch that claims one and
   * releases another might wait for one that does it the other way round.
   */
  static void lockFindings(Connection connection, Collection<Fingerprint> fingerprints)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_FINDINGS)) {
      new Rows<>(connection, statement, List.copyOf(fingerprints)).byteArrays(Fingerprint::bytes);
      statement.execute();
    }
  }

  /**
   * Lets objects hold findings, but for those that a newer object holds.
   *
   * @param claims in the order of their fingerprints, each once
   * @return what they hold from now on
   */
  static Set<Fingerprint> claimFindings(Connection connection, List<Claim> claims)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM_FINDINGS)) {
      Rows<Claim> rows = new Rows<>(connection, statement, claims);
      rows.byteArrays(each -> each.fingerprint().bytes());
      rows.texts(each -> each.holding().object().source());
      rows.texts(each -> each.holding().object().uid());
      rows.longs(Claim::content);
      Set<Fingerprint> claimed = HashSet.newHashSet(claims.size());
      try (ResultSet written = statement.executeQuery()) {
        while (written.next()) {
          claimed.add(Fingerprint.ofBytes(written.getBytes(1)));
        }
      }
      return claimed;
    }
  }

  /**
   * Resolves what objects hold no longer, unless others hold it by now, and notes the change.
   *
   * @return how many of each object
   */
  static Map<ObjectKey, Integer> releaseFindings(Connection connection, List<Release> releases)
      throws SQLException {
    Map<ObjectKey, Integer> counts = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RELEASE_FINDINGS)) {
      Rows<Release> rows = new Rows<>(connection, statement, releases);
      rows.byteArrays(each -> each.fingerprint().bytes());
      rows.texts(each -> each.holding().object().source());
      rows.texts(each -> each.holding().object().uid());
      rows.longs(each -> Micros.of(each.holding().at()));
      try (ResultSet released = statement.executeQuery()) {
        while (released.next()) {
          counts.put(key(released), released.getInt(3));
        }
      }
    }
    return counts;
  }
}
