package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Holding;
import dev.picket.observation.InvalidInputException;
import dev.picket.observation.SourceObject;
import dev.picket.observation.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A holding and the time when it was handed in, which dates what it resolves. Compared by identity.
 */
final class HandedIn {

  /** The longest name that Kubernetes gives. */
  private static final int TEXT_CHARS_MAX = 253;

  private final Holding holding;
  private final Instant at;
  private final ObjectKey object;

  private HandedIn(Holding holding, Instant at) {
    this.holding = holding;
    this.at = at;
    this.object = new ObjectKey(holding.source(), holding.object().uid());
  }

  /**
   * A holding that PostgreSQL can take: were it to refuse an object rather than a finding, it would
   * refuse all that shares the transaction.
   *
   * @throws InvalidInputException when it cannot
   */
  static HandedIn of(Holding holding, Instant at) {
    SourceObject object = holding.object();
    require("source", holding.source());
    require("uid", object.uid());
    require("namespace", object.namespace());
    require("name", object.name());
    require("group", holding.fence().group());
    require("pool", holding.fence().pool());
    return new HandedIn(holding, at);
  }

  private static void require(String place, String text) {
    if (text.length() > TEXT_CHARS_MAX || text.indexOf('\0') >= 0) {
      throw new InvalidInputException(
          place, text, "at most " + TEXT_CHARS_MAX + " characters, NUL not among them");
    }
  }

  /** A source object's name in the store. */
  record ObjectKey(String source, String uid) {}

  Holding holding() {
    return holding;
  }

  Instant at() {
    return at;
  }

  ObjectKey object() {
    return object;
  }

  /** Whether a newer epoch has been claimed than the holding's, or its own never was. */
  boolean isFencedBy(long floor) {
    return holding.fence().epoch() != floor;
  }

  Set<Fingerprint> fingerprints() {
    Set<Fingerprint> fingerprints = new HashSet<>();
    holding.findings().stream().map(Submission::fingerprint).forEach(fingerprints::add);
    return fingerprints;
  }

  /**
   * Its findings that are news, each once, as first told.
   *
   * @param held what its object holds, with the digests of what it said
   */
  List<Claim> claims(Map<Fingerprint, Long> held) {
    List<Claim> claims = new ArrayList<>();
    Set<Fingerprint> seen = new HashSet<>();
    for (int i = 0; i < holding.findings().size(); i++) {
      Claim claim = new Claim(this, i);
      Long known = held.get(claim.fingerprint());
      if (seen.add(claim.fingerprint()) && (known == null || known != claim.content())) {
        claims.add(claim);
      }
    }
    return claims;
  }

  /**
   * What its object does not hold any more.
   *
   * @param held what it did
   */
  List<Release> releases(Map<Fingerprint, Long> held) {
    Set<Fingerprint> kept = fingerprints();
    return held.keySet().stream()
        .filter(each -> !kept.contains(each))
        .map(each -> new Release(this, each))
        .toList();
  }

  /** A finding that its object does not hold yet, or not with this content. */
  record Claim(HandedIn holding, int index) {

    Submission finding() {
      return holding.holding.findings().get(index);
    }

    Fingerprint fingerprint() {
      return finding().fingerprint();
    }

    long content() {
      return holding.holding.contents().get(index);
    }
  }

  /** A finding that its object does not hold any more. */
  record Release(HandedIn holding, Fingerprint fingerprint) {}
}
