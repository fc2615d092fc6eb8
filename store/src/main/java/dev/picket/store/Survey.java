package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Held;
import dev.picket.observation.Recorded;
import dev.picket.store.HandedIn.Claim;
import dev.picket.store.HandedIn.ObjectKey;
import dev.picket.store.HoldStatements.KnownObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the store knows of some holdings' objects, read without any lock: enough to answer those
 * that write nothing. Floors and revisions only rise, so a holding that is behind them stays so.
 */
final class Survey {

  private static final Recorded RETRIED = new Recorded.Retried();

  private final Floors floors;
  private final Map<ObjectKey, KnownObject> objects;
  private final Map<ObjectKey, Map<Fingerprint, Long>> held;
  private final Set<Claim> leftToNewer;

  private Survey(Connection connection, List<HandedIn> holdings) throws SQLException {
    Set<ObjectKey> keys = new HashSet<>();
    holdings.forEach(each -> keys.add(each.object()));
    // Floors first: what was written under an older epoch is seen by what is read after them,
    // because the claim that raised them waited for it.
    floors = Floors.read(connection, holdings);
    objects = HoldStatements.objects(connection, keys);
    held = HoldStatements.held(connection, keys);
    List<Claim> claims = new ArrayList<>();
    holdings.stream()
        .filter(this::isSameRevision)
        .forEach(each -> claims.addAll(each.claims(held(each))));
    leftToNewer = claims.isEmpty() ? Set.of() : HoldStatements.heldByNewer(connection, claims);
  }

  static Survey read(Connection connection, List<HandedIn> holdings) throws SQLException {
    return new Survey(connection, holdings);
  }

  /** What the holding's object holds, and the digests of what it said of it. */
  Map<Fingerprint, Long> held(HandedIn holding) {
    return held.getOrDefault(holding.object(), Map.of());
  }

  /** The answer to a holding that needs nothing written; empty for any other. */
  Optional<Held> answer(HandedIn each) {
    long floor = floors.of(each);
    if (each.isFencedBy(floor)) {
      return Optional.of(new Held.Fenced(floor));
    }
    KnownObject known = objects.get(each.object());
    if (known != null && known.outdates(each.holding())) {
      return Optional.of(new Held.Outdated());
    }
    return isSameRevision(each) && saysNothingNew(each)
        ? Optional.of(again(each))
        : Optional.empty();
  }

  private static Held again(HandedIn holding) {
    return new Held.Done(Collections.nCopies(holding.holding().findings().size(), RETRIED), 0);
  }

  private boolean isSameRevision(HandedIn each) {
    KnownObject known = objects.get(each.object());
    return known != null
        && !known.gone()
        && !each.holding().gone()
        && known.revision() == each.holding().object().revision();
  }

  private boolean saysNothingNew(HandedIn each) {
    return each.releases(held(each)).isEmpty() && leftToNewer.containsAll(each.claims(held(each)));
  }
}
