package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Held;
import dev.picket.observation.Recorded;
import dev.picket.store.HandedIn.Claim;
import dev.picket.store.HandedIn.ObjectKey;
import dev.picket.store.HandedIn.Release;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Holdings that share no object and no Observation, written together. For use by one thread.
 *
 * <p>Rows are locked in one order by everybody: floors by partition, objects by uid, what is held
 * by fingerprint, and only under those locks the Observations themselves. So concurrent writers
 * wait for each other in turn and never in a circle.
 */
final class HoldRound implements Halving.Items {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();
  private static final Recorded RETRIED = new Recorded.Retried();

  private final Connection connection;
  private final Map<HandedIn, Held> results = new HashMap<>();
  private final Map<Claim, Recorded> news = new HashMap<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<Release> releases = new ArrayList<>();

  private HoldRound(Connection connection) {
    this.connection = connection;
  }

  /** Writes everything but what is fenced, outdated, or more than PostgreSQL can hold. */
  static Map<HandedIn, Held> write(Connection connection, List<HandedIn> holdings)
      throws SQLException {
    HoldRound round = new HoldRound(connection);
    List<HandedIn> current = round.current(round.allowed(holdings));
    round.compare(current);
    round.writeNews();
    Map<ObjectKey, Integer> released = round.release();
    current.forEach(each -> round.results.put(each, round.done(each, released)));
    return round.results;
  }

  private List<HandedIn> allowed(List<HandedIn> holdings) throws SQLException {
    Floors floors = Floors.share(connection, holdings);
    List<HandedIn> allowed = new ArrayList<>();
    for (HandedIn each : holdings) {
      long floor = floors.of(each);
      if (each.isFencedBy(floor)) {
        results.put(each, new Held.Fenced(floor));
      } else {
        allowed.add(each);
      }
    }
    return allowed;
  }

  /**
   * Remembers the objects' revisions, in place and whether or not they say anything new: else a
   * state between two that are alike would be taken for the latest when it arrives late.
   */
  private List<HandedIn> current(List<HandedIn> allowed) throws SQLException {
    if (allowed.isEmpty()) {
      return List.of();
    }
    Set<ObjectKey> put = HoldStatements.putObjects(connection, allowed);
    List<HandedIn> current = new ArrayList<>();
    for (HandedIn each : allowed) {
      if (put.contains(each.object())) {
        current.add(each);
      } else {
        results.put(each, new Held.Outdated());
      }
    }
    return current;
  }

  /** Finds what is news and what is held no longer, and locks it. */
  private void compare(List<HandedIn> current) throws SQLException {
    if (current.isEmpty()) {
      return;
    }
    Map<ObjectKey, Map<Fingerprint, Long>> held =
        HoldStatements.held(connection, current.stream().map(HandedIn::object).toList());
    for (HandedIn each : current) {
      Map<Fingerprint, Long> known = held.getOrDefault(each.object(), Map.of());
      claims.addAll(each.claims(known));
      releases.addAll(each.releases(known));
    }
    claims.sort(Comparator.comparing(Claim::fingerprint));
    Set<Fingerprint> concerned = new HashSet<>();
    claims.forEach(each -> concerned.add(each.fingerprint()));
    releases.forEach(each -> concerned.add(each.fingerprint()));
    if (!concerned.isEmpty()) {
      HoldStatements.lockFindings(connection, concerned);
    }
  }

  private void writeNews() throws SQLException {
    if (!claims.isEmpty()) {
      Halving.write(connection, 0, claims.size(), this);
    }
  }

  @Override
  public void attempt(int from, int to) throws SQLException {
    List<Claim> some = claims.subList(from, to);
    Set<Fingerprint> claimed = HoldStatements.claimFindings(connection, some);
    List<Claim> fresh = some.stream().filter(each -> claimed.contains(each.fingerprint())).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Set<Fingerprint> created =
        WriteStatements.upsert(
            connection, fresh.stream().map(each -> Increment.held(each.finding())).toList());
    fresh.forEach(
        each -> news.put(each, created.contains(each.fingerprint()) ? CREATED : REPEATED));
  }

  @Override
  public void refuse(int index, SQLException failure) {
    Claim claim = claims.get(index);
    news.put(claim, SqlFailures.refused(claim.finding(), failure));
  }

  private Map<ObjectKey, Integer> release() throws SQLException {
    return releases.isEmpty() ? Map.of() : HoldStatements.releaseFindings(connection, releases);
  }

  private Held done(HandedIn holding, Map<ObjectKey, Integer> released) {
    List<Recorded> findings =
        IntStream.range(0, holding.holding().findings().size())
            .mapToObj(index -> news.getOrDefault(new Claim(holding, index), RETRIED))
            .toList();
    return new Held.Done(findings, released.getOrDefault(holding.object(), 0));
  }
}
