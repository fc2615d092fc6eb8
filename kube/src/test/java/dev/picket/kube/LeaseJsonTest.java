package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.picket.coordination.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LeaseJsonTest {

  @Test
  void aLeaseWithoutSpecIsVacant() throws Exception {
    Lease lease = read("{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"5\"}}");
    assertThat(lease).isEqualTo(new Lease("", "a", "", Duration.ZERO, null, null, 0, Map.of(), 5));
    assertThat(lease.isVacant()).isTrue();
  }

  @Test
  void whatMakesNoSenseCountsAsNotSaid() throws Exception {
    for (String spec :
        List.of(
            "null",
            "[]",
            "\"text\"",
            "{\"holderIdentity\":null,\"leaseDurationSeconds\":null,\"renewTime\":null}",
            "{\"holderIdentity\":7,\"leaseDurationSeconds\":\"15\",\"leaseTransitions\":{}}",
            "{\"leaseDurationSeconds\":-15,\"leaseTransitions\":-1,\"renewTime\":\"yesterday\"}",
            "{\"leaseDurationSeconds\":99999999999,\"acquireTime\":\"2026-13-45T00:00:00Z\"}",
            "{\"leaseDurationSeconds\":1.5,\"acquireTime\":\"+999999999-12-31T23:59:59-18:00\"}")) {
      Lease lease = read("{\"metadata\":{\"resourceVersion\":\"5\"},\"spec\":" + spec + "}");
      assertThat(lease)
          .isEqualTo(new Lease("", "", "", Duration.ZERO, null, lease.renewedAt(), 0, Map.of(), 5));
      assertThat(lease.renewedAt()).isNull();
    }
  }

  @Test
  void evenNonsenseMetadataIsRead() throws Exception {
    for (String root : List.of("{}", "[]", "7", "{\"metadata\":{\"annotations\":{\"a\":1}}}")) {
      assertThat(read(root).annotations()).isEmpty();
      assertThat(read(root).revision()).isZero();
    }
  }

  @Test
  void timesOfOtherZonesAreRead() throws Exception {
    assertThat(read("{\"spec\":{\"renewTime\":\"2026-11-25T13:00:00+01:00\"}}").renewedAt())
        .isEqualTo(Instant.parse("2026-11-25T12:00:00Z"));
  }

  private static Lease read(String json) throws JsonProcessingException {
    return LeaseJson.read(Json.MAPPER.readTree(json));
  }
}
