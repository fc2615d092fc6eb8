package dev.picket.coordination.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.coordination.shard.FenceStore.Claim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FenceStore} that keeps floors keeps to. */
public abstract class FenceStoreContract {

  private static final Claim GRANTED = new Claim.Granted();

  private FenceStore store = FenceStore.none();

  /** A store without floors. */
  protected abstract FenceStore create();

  @BeforeEach
  void begin() {
    store = create();
  }

  @Test
  void whatWasNeverClaimedHasNoFloor() {
    assertThat(store.floors("group", "uids")).contains(Map.of());
    assertThat(store.claim("a", List.of())).isEmpty();
  }

  @Test
  void aClaimRaisesTheFloor() {
    assertThat(store.claim("a", List.of(token(3, 1), token(7, 5))))
        .containsExactly(GRANTED, GRANTED);
    assertThat(store.claim("b", List.of(token(7, 6)))).containsExactly(GRANTED);
    assertThat(store.floors("group", "uids")).contains(Map.of(3, 1L, 7, 6L));
  }

  @Test
  void anOlderClaimIsRefusedAndToldTheFloor() {
    store.claim("a", List.of(token(3, 5)));
    assertThat(store.claim("b", List.of(token(3, 4)))).containsExactly(new Claim.Refused(5));
    assertThat(store.claim("a", List.of(token(3, 4)))).containsExactly(new Claim.Refused(5));
    assertThat(store.floors("group", "uids")).contains(Map.of(3, 5L));
  }

  @Test
  void anEpochBelongsToWhoClaimedItFirst() {
    store.claim("a", List.of(token(3, 5)));
    assertThat(store.claim("b", List.of(token(3, 5)))).containsExactly(new Claim.Refused(5));
    assertThat(store.claim("a", List.of(token(3, 5)))).containsExactly(GRANTED);
  }

  @Test
  void answersComeInTheOrderOfTheTokensAndOneRefusalHarmsNoOther() {
    store.claim("a", List.of(token(2, 9)));
    assertThat(store.claim("b", List.of(token(4, 1), token(2, 9), token(1, 1), token(3, 2))))
        .containsExactly(GRANTED, new Claim.Refused(9), GRANTED, GRANTED);
    assertThat(store.floors("group", "uids")).contains(Map.of(1, 1L, 2, 9L, 3, 2L, 4, 1L));
  }

  @Test
  void groupsAndPoolsHaveFloorsOfTheirOwn() {
    store.claim("a", List.of(token(3, 5)));
    assertThat(store.claim("b", List.of(new FencingToken("group", "keys", 3, 2))))
        .containsExactly(GRANTED);
    assertThat(store.claim("c", List.of(new FencingToken("other", "uids", 3, 1))))
        .containsExactly(GRANTED);
    assertThat(store.floors("group", "uids")).contains(Map.of(3, 5L));
    assertThat(store.floors("group", "keys")).contains(Map.of(3, 2L));
    assertThat(store.floors("other", "uids")).contains(Map.of(3, 1L));
  }

  @Test
  void aWholeSpaceIsClaimedAtOnce() {
    List<FencingToken> all =
        new ArrayList<>(IntStream.range(0, 4096).mapToObj(p -> token(p, 1L + p)).toList());
    Collections.shuffle(all, new Random(1));
    assertThat(store.claim("a", all)).hasSize(4096).containsOnly(GRANTED);
    assertThat(store.floors("group", "uids").orElseThrow())
        .hasSize(4096)
        .containsEntry(4095, 4096L);
  }

  @Test
  void ofManyWhoClaimOneEpochExactlyOneIsGranted() throws ExecutionException, InterruptedException {
    try (ExecutorService members = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long epoch = 1; epoch <= 20; epoch++) {
        List<Future<List<Claim>>> claims = new ArrayList<>();
        for (int member = 0; member < 8; member++) {
          String claimant = "member-" + member;
          List<FencingToken> turned = new ArrayList<>(List.of(token(0, epoch), token(1, epoch)));
          Collections.rotate(turned, member);
          claims.add(members.submit(() -> store.claim(claimant, turned)));
        }
        int granted = 0;
        for (Future<List<Claim>> each : claims) {
          granted += (int) each.get().stream().filter(GRANTED::equals).count();
        }
        assertThat(granted).isEqualTo(2);
      }
    }
  }

  private static FencingToken token(int partition, long epoch) {
    return new FencingToken("group", "uids", partition, epoch);
  }
}
