package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.lease.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemberNotesTest {

  private static final int PARTITIONS = 16;
  private static final String ACKNOWLEDGED = "picket.dev/acknowledged";
  private static final String REFUSED = "picket.dev/claims-refused";

  @Test
  void whatIsWrittenIsRead() {
    Acknowledgement made = new Acknowledgement("00ff", 1234, set(0, 1, 2, 15));
    MemberNotes.Refusal refusal = new MemberNotes.Refusal(99, set(7));
    Map<String, String> notes = new HashMap<>();
    notes.putAll(MemberNotes.addressNote("http://10.1.2.3:8080"));
    notes.putAll(MemberNotes.leavingNote());
    notes.putAll(MemberNotes.acknowledgedNote(made));
    notes.putAll(MemberNotes.refusedNote(refusal));
    assertThat(read(MemberNotes.withDrain(notes, true)))
        .isEqualTo(
            new MemberNotes(
                "http://10.1.2.3:8080", true, true, Optional.of(made), Optional.of(refusal), ""));
  }

  @Test
  void theirTextIsForPeopleToo() {
    assertThat(
            MemberNotes.acknowledgedNote(new Acknowledgement("00ff", 12, set(0, 1, 2, 15)))
                .get(ACKNOWLEDGED))
        .isEqualTo("00ff 12 busy: 0-2,15");
    assertThat(MemberNotes.refusedNote(new MemberNotes.Refusal(9, set())).get(REFUSED))
        .isEqualTo("9 for none");
  }

  @Test
  void silenceSaysNothing() {
    assertThat(read(Map.of()))
        .isEqualTo(new MemberNotes("", false, false, Optional.empty(), Optional.empty(), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00ff 12",
        "00ff 12 busy: ",
        "00ff 12 busy: 3-",
        "00ff 12 busy: -3",
        "00ff 12 busy: 3,",
        "00ff 12 busy: ,3",
        "00ff 12 busy: 5-3",
        "00ff 12 busy: 16",
        "00ff 12 busy: 0-16",
        "00ff 12 busy: 99999",
        "00ff 12 busy: 999999",
        "00ff -12 busy: none",
        "00ff 9999999999999999999 busy: none",
        "00 ff 12 busy: none",
        " 12 busy: none",
        "00ff 12 busy: none ",
        "00ff 12 busy: NONE",
        "00ff 12 busy: 3\n",
      })
  void anAcknowledgementThatCannotBeReadIsNone(String text) {
    assertThat(read(Map.of(ACKNOWLEDGED, text)).acknowledged()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "for 3", "12 for", "12 for 16", "x for 3", "12 for 3-", "-1 for 3"})
  void aRefusalThatCannotBeReadIsNone(String text) {
    assertThat(read(Map.of(REFUSED, text)).refused()).isEmpty();
  }

  @Test
  void onlyTrueIsTrue() {
    assertThat(read(Map.of("picket.dev/drain", "perhaps")).drained()).isFalse();
    assertThat(read(Map.of("picket.dev/drain", "false")).drained()).isFalse();
    assertThat(read(Map.of("picket.dev/leaving", "TRUE")).leaving()).isFalse();
  }

  @Test
  void theWishToDrainCanBeTakenBack() {
    Map<String, String> wished = MemberNotes.withDrain(Map.of("x", "1"), true);
    assertThat(read(wished).drained()).isTrue();
    assertThat(read(MemberNotes.withDrain(wished, false)).drained()).isFalse();
    assertThat(wished).containsEntry("x", "1");
  }

  @Test
  void onlyItsMemberReleasesALease() {
    assertThat(MemberNotes.isReleased(lease("", MemberNotes.releasedNote()))).isTrue();
    assertThat(MemberNotes.isReleased(lease("", Map.of()))).isFalse();
    assertThat(MemberNotes.isReleased(lease("a", MemberNotes.releasedNote()))).isFalse();
  }

  @Test
  void anAcknowledgementCoversWhatALaterMapTold() {
    Acknowledgement made = new Acknowledgement("00ff", 12, set(3));
    assertThat(made.covers("00ff", 4, 11)).isTrue();
    assertThat(made.covers("00ff", 4, 12)).isFalse();
    assertThat(made.covers("00ff", 4, 13)).isFalse();
    assertThat(made.covers("00ff", 3, 11)).isFalse();
    assertThat(made.covers("other", 4, 11)).isFalse();
  }

  private static PartitionSet set(int... members) {
    return PartitionSet.of(PARTITIONS, IntStream.of(members));
  }

  private static MemberNotes read(Map<String, String> annotations) {
    return MemberNotes.read(lease("a", annotations), PARTITIONS);
  }

  private static Lease lease(String holder, Map<String, String> annotations) {
    return new Lease(
        "group", "group-a", holder, Duration.ofSeconds(5), null, null, 0, annotations, 1);
  }
}
