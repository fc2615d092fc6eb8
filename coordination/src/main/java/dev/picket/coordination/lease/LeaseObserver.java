package dev.picket.coordination.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** When an observer saw Leases change, on its own clock. For use by one thread. */
public final class LeaseObserver {

  private final LeaseTiming timing;
  private final LeaseRules rules;
  private final Map<String, Sighting> sightings = new HashMap<>();

  public LeaseObserver(LeaseTiming timing, LeaseRules rules) {
    this.timing = timing;
    this.rules = rules;
  }

  private record Sighting(long revision, Moment at) {}

  /**
   * Notes a record.
   *
   * @param now after the answer that brought it arrived
   * @return whether it is newer than what was seen before
   */
  public boolean see(Lease lease, Moment now) {
    Sighting known = sightings.get(lease.name());
    if (known != null && lease.revision() <= known.revision()) {
      return false;
    }
    sightings.put(lease.name(), new Sighting(lease.revision(), now));
    return true;
  }

  /** The newest revision that was seen of a lease; 0 for none. */
  long revision(String name) {
    Sighting known = sightings.get(name);
    return known == null ? 0 : known.revision();
  }

  /** Forgets what was seen of a lease: its store has lost its memory, and counts anew. */
  public void forget(String name) {
    sightings.remove(name);
  }

  /** How long until this lease's holder may be taken for dead; its full time if never seen. */
  public Duration untilExpiry(Lease lease, Moment now) {
    Sighting known = sightings.get(lease.name());
    return rules.untilExpiry(lease, known == null ? now : known.at(), now, timing);
  }

  /** How long ago it was seen to change. */
  public Duration silentFor(Lease lease, Moment now) {
    Sighting known = sightings.get(lease.name());
    return known == null ? Duration.ZERO : Duration.ofNanos(now.nanos() - known.at().nanos());
  }

  /** Forgets all but these. */
  public void retain(Set<String> names) {
    sightings.keySet().retainAll(names);
  }
}
