package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.InputProblem;
import dev.picket.observation.Occurrence;
import dev.picket.observation.OccurrenceId;
import dev.picket.observation.Recorded;
import dev.picket.observation.Submission;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The work of several callers, written in one transaction. For use by one thread.
 *
 * <p>Identities are inserted in the order of their keys, and Observations in that of their
 * fingerprints, so that concurrent writers wait for each other in turn and never in a circle.
 */
final class Batch {

  private static final Recorded CREATED = new Recorded.Created();
  private static final Recorded REPEATED = new Recorded.Repeated();
  private static final Recorded RETRIED = new Recorded.Retried();

  private final List<WriteQueue.Work> works;
  private final Submission[] submissions;
  private final Recorded[] results;
  private final IdentityKeys keys = new IdentityKeys();
  private int refused;

  Batch(List<WriteQueue.Work> works) {
    this.works = works;
    this.submissions =
        works.stream().flatMap(work -> work.submissions().stream()).toArray(Submission[]::new);
    this.results = new Recorded[submissions.length];
  }

  int size() {
    return submissions.length;
  }

  /** How many submissions the last {@link #write} refused. */
  int refused() {
    return refused;
  }

  /** Writes everything but what PostgreSQL cannot hold; the caller commits, or tries again. */
  void write(Connection connection) throws SQLException {
    refused = 0;
    try {
      attempt(connection, 0, submissions.length);
    } catch (SQLException failure) {
      if (!SqlFailures.isData(failure)) {
        throw failure;
      }
      connection.rollback();
      narrow(connection, 0, submissions.length, failure);
    }
  }

  /** Halves a stretch that failed until what is at fault stands alone. */
  private void narrow(Connection connection, int from, int to, SQLException failure)
      throws SQLException {
    if (to - from == 1) {
      results[from] = new Recorded.Refused(problem(submissions[from], failure));
      refused++;
      return;
    }
    int middle = (from + to) >>> 1;
    attemptOrNarrow(connection, from, middle);
    attemptOrNarrow(connection, middle, to);
  }

  private void attemptOrNarrow(Connection connection, int from, int to) throws SQLException {
    Savepoint savepoint = connection.setSavepoint();
    try {
      attempt(connection, from, to);
      connection.releaseSavepoint(savepoint);
    } catch (SQLException failure) {
      if (!SqlFailures.isData(failure)) {
        throw failure;
      }
      connection.rollback(savepoint);
      narrow(connection, from, to, failure);
    }
  }

  private static InputProblem problem(Submission submission, SQLException failure) {
    String title = submission.occurrence().title();
    return SqlFailures.problem(title.isEmpty() ? submission.fingerprint().hex() : title, failure);
  }

  private void attempt(Connection connection, int from, int to) throws SQLException {
    claimIdentities(connection, from, to);
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
    Set<Fingerprint> created = upsert(connection, increments.values());
    for (int i = from; i < to; i++) {
      if (!results[i].equals(RETRIED)) {
        results[i] = created.remove(submissions[i].fingerprint()) ? CREATED : REPEATED;
      }
    }
  }

  /** Marks what was sent before, and clears the marks of the rest. */
  private void claimIdentities(Connection connection, int from, int to) throws SQLException {
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

  private static Set<Fingerprint> upsert(Connection connection, Collection<Increment> increments)
      throws SQLException {
    return increments.isEmpty()
        ? Set.of()
        : WriteStatements.upsert(connection, List.copyOf(increments));
  }

  /** Tells every caller what became of their submissions. */
  void complete() {
    int from = 0;
    for (WriteQueue.Work work : works) {
      int to = from + work.submissions().size();
      work.answer().complete(List.of(Arrays.copyOfRange(results, from, to)));
      from = to;
    }
  }

  /** Tells every caller that nothing was stored. */
  void fail(RuntimeException failure) {
    works.forEach(work -> work.answer().completeExceptionally(failure));
  }
}
