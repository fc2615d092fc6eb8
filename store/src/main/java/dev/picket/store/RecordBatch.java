package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Recorded;
import dev.picket.observation.Submission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Submissions of several callers, written in one transaction. For use by one thread.
 *
 * <p>Identities are inserted in the order of their keys, and Observations in that of their
 * fingerprints, so that concurrent writers wait for each other in turn and never in a circle.
 */
final class RecordBatch implements Halving.Items {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();
  private static final Recorded RETRIED = new Recorded.Retried();

  private final Connection connection;
  private final Submission[] submissions;
  private final Recorded[] results;
  private final IdentityKeys keys = new IdentityKeys();

  private RecordBatch(Connection connection, List<Submission> submissions) {
    this.connection = connection;
    this.submissions = submissions.toArray(Submission[]::new);
    this.results = new Recorded[this.submissions.length];
  }

  /** Writes everything but what PostgreSQL cannot hold; the caller commits, or tries again. */
  static List<Recorded> write(Connection connection, List<Submission> submissions)
      throws SQLException {
    RecordBatch batch = new RecordBatch(connection, submissions);
    batch.write();
    return List.of(batch.results);
  }

  private void write() throws SQLException {
    try {
      // Nothing was done before, so a first attempt needs no savepoint.
      attempt(0, submissions.length);
    } catch (SQLException failure) {
      if (!SqlFailures.isData(failure)) {
        throw failure;
      }
      connection.rollback();
      Halving.narrow(connection, 0, submissions.length, this, failure);
    }
  }

  @Override
  public void refuse(int index, SQLException failure) {
    results[index] = SqlFailures.refused(submissions[index], failure);
  }

  @Override
  public void attempt(int from, int to) throws SQLException {
    claimIdentities(from, to);
    TreeMap<Fingerprint, Increment> increments = new TreeMap<>();
    for (int i = from; i < to; i++) {
      if (!results[i].equals(RETRIED)) {
        Submission each = submissions[i];
        Increment known = increments.get(each.fingerprint());
        if (known == null) {
          increments.put(each.fingerprint(), new Increment(each));
        } else {
          known.add(each);
        }
      }
    }
    Set<Fingerprint> created = upsert(increments.values());
    for (int i = from; i < to; i++) {
      if (!results[i].equals(RETRIED)) {
        results[i] = created.remove(submissions[i].fingerprint()) ? CREATED : REPEATED;
      }
    }
  }

  /** Marks what was sent before, and clears the marks of the rest. */
  private void claimIdentities(int from, int to) throws SQLException {
    List<Identity> identities = new ArrayList<>();
    for (int i = from; i < to; i++) {
      results[i] = REPEATED;
      Occurrence occurrence = submissions[i].occurrence();
      OccurrenceId id = occurrence.id();
      if (id != null) {
        identities.add(new Identity(Micros.of(id.at()), keys.of(occurrence.source(), id), i));
      }
    }
    if (identities.isEmpty()) {
      return;
    }
    Set<Long> fresh = WriteStatements.insertIdentities(connection, identities);
    for (Identity each : identities) {
      if (!fresh.remove(each.key())) {
        results[each.index()] = RETRIED;
      }
    }
  }

  /** An occurrence's own name, as it is kept, and the submission's place in the batch. */
  record Identity(long atMicros, long key, int index) {}

  private Set<Fingerprint> upsert(Collection<Increment> increments) throws SQLException {
    return increments.isEmpty()
        ? Set.of()
        : WriteStatements.upsert(connection, List.copyOf(increments));
  }
}
