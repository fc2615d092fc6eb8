package dev.picket.store;

import dev.picket.observation.Fingerprint;
import dev.picket.observation.Held;
import dev.picket.store.HandedIn.ObjectKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Holdings of several callers, written in one transaction as if one after the other. Those that
 * share no object and no Observation with an earlier one, which is nearly all, are written
 * together; the rest in further rounds. For use by one thread.
 */
final class HoldBatch {

  private final Connection connection;
  private final Map<HandedIn, Held> results = new HashMap<>();

  private HoldBatch(Connection connection) {
    this.connection = connection;
  }

  /** Writes everything but what PostgreSQL cannot hold; the caller commits, or tries again. */
  static List<Held> write(Connection connection, List<HandedIn> holdings) throws SQLException {
    HoldBatch batch = new HoldBatch(connection);
    Plan plan = batch.plan(holdings);
    if (!plan.later().isEmpty()) {
      batch.lock(plan);
    }
    batch.writeRound(plan.now());
    while (!plan.later().isEmpty()) {
      plan = batch.plan(plan.later());
      batch.writeRound(plan.now());
    }
    return holdings.stream()
        .map(each -> Optional.ofNullable(batch.results.get(each)).orElseThrow())
        .toList();
  }

  /**
   * What can be written together, and what depends on that.
   *
   * @param concerned objects and fingerprints of all of it
   */
  private record Plan(List<HandedIn> now, List<HandedIn> later, Set<Object> concerned) {}

  /** Answers what needs nothing written, and plans the rest. */
  private Plan plan(List<HandedIn> holdings) throws SQLException {
    Survey survey = Survey.read(connection, holdings);
    Plan plan = new Plan(new ArrayList<>(), new ArrayList<>(), new HashSet<>());
    for (HandedIn each : holdings) {
      Set<Object> concerned = concerned(each, survey);
      if (!Collections.disjoint(concerned, plan.concerned())) {
        plan.later().add(each);
        plan.concerned().addAll(concerned);
        continue;
      }
      Optional<Held> known = survey.answer(each);
      if (known.isPresent()) {
        results.put(each, known.get());
      } else {
        plan.now().add(each);
        plan.concerned().addAll(concerned);
      }
    }
    return plan;
  }

  private static Set<Object> concerned(HandedIn holding, Survey survey) {
    Set<Object> concerned = new HashSet<>(survey.held(holding).keySet());
    concerned.add(holding.object());
    concerned.addAll(holding.fingerprints());
    return concerned;
  }

  /**
   * Locks the rows that there are for all rounds at once, in the order in which each round does:
   * else the second round might wait for a batch that waits for the first. Rows that are not there
   * yet cannot be locked; should two batches make the same ones crosswise, PostgreSQL ends one, and
   * it is written again.
   */
  private void lock(Plan plan) throws SQLException {
    Floors.share(connection, Stream.concat(plan.now().stream(), plan.later().stream()).toList());
    List<ObjectKey> objects = new ArrayList<>();
    List<Fingerprint> fingerprints = new ArrayList<>();
    for (Object each : plan.concerned()) {
      if (each instanceof ObjectKey object) {
        objects.add(object);
      } else if (each instanceof Fingerprint fingerprint) {
        fingerprints.add(fingerprint);
      }
    }
    HoldStatements.lockObjects(connection, objects);
    HoldStatements.lockFindings(connection, fingerprints);
  }

  private void writeRound(List<HandedIn> holdings) throws SQLException {
    if (!holdings.isEmpty()) {
      results.putAll(HoldRound.write(connection, holdings));
    }
  }
}
