package dev.picket.store;

import static dev.picket.observation.Occurrences.shellIn;
import static dev.picket.observation.Occurrences.submission;
import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.ChangeFeed.Batch;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Observation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LateCommitterTest {

  private final StoreFixture fixture = new StoreFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whoCommitsLateIsWaitedForAndNeverPassedOver() throws SQLException {
    record("late");
    long start = fixture.store().latest();
    long position;
    try (Connection late = fixture.connect()) {
      late.setAutoCommit(false);
      noteChange(late, "late");
      record("early");
      Batch.Changes meanwhile = changes(start);
      assertThat(meanwhile.isEmpty()).isTrue();
      position = meanwhile.position();
      late.commit();
    }
    Batch.Changes both = changes(position);
    assertThat(fingerprints(both)).containsExactly(fingerprint("late"), fingerprint("early"));
    assertThat(changes(both.position()).isEmpty()).isTrue();
  }

  @Test
  void whoIsUndoneHoldsNothingBack() throws SQLException {
    record("late");
    long start = fixture.store().latest();
    try (Connection late = fixture.connect()) {
      late.setAutoCommit(false);
      noteChange(late, "late");
      record("early");
      late.rollback();
    }
    assertThat(fingerprints(changes(start))).containsExactly(fingerprint("early"));
  }

  @Test
  void whoOnlyReadsHoldsNothingBack() throws SQLException {
    long start = fixture.store().latest();
    try (Connection reader = fixture.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      statement.execute("select * from observation");
      record("web-0");
      assertThat(fingerprints(changes(start))).containsExactly(fingerprint("web-0"));
    }
  }

  @Test
  void aStartInTheMiddleOfATransactionSeesItLater() throws SQLException {
    record("late");
    long start;
    try (Connection late = fixture.connect()) {
      late.setAutoCommit(false);
      noteChange(late, "late");
      start = fixture.store().latest();
      late.commit();
    }
    assertThat(fingerprints(changes(start))).containsExactly(fingerprint("late"));
  }

  @Test
  void moreTransactionsThanAreReadAtOnceAreAllTold() {
    long start = fixture.store().latest();
    for (int i = 0; i < 200; i++) {
      record("web-" + i % 70);
    }
    Batch.Changes changes = changes(start);
    assertThat(changes.changed()).hasSize(70);
    assertThat(fingerprints(changes).subList(0, 2))
        .containsExactly(fingerprint("web-0"), fingerprint("web-1"));
    assertThat(changes(changes.position()).isEmpty()).isTrue();
  }

  private static void noteChange(Connection connection, String pod) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into change (fingerprints) values (array[?::bytea])")) {
      statement.setBytes(1, fingerprint(pod).bytes());
      statement.executeUpdate();
    }
  }

  private void record(String pod) {
    fixture.store().record(List.of(submission(shellIn(pod))));
  }

  private Batch.Changes changes(long after) {
    return (Batch.Changes) fixture.store().since(after, 100);
  }

  private static List<Fingerprint> fingerprints(Batch.Changes changes) {
    return changes.changed().stream().map(Observation::fingerprint).toList();
  }

  private static Fingerprint fingerprint(String pod) {
    return Fingerprint.of(shellIn(pod));
  }
}
