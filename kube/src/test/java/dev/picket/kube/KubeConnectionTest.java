package dev.picket.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.picket.coordination.lease.Lease;
import dev.picket.coordination.lease.LeaseStore;
import dev.picket.coordination.lease.UnreachableException;
import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.runtime.Ticker;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What requests look like to a server, and what they make of servers that misbehave. */
final class KubeConnectionTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.000001Z");

  @Test
  void anUpdateIsOnePutWithTheRevisionAndTheUid() throws Exception {
    try (StubServer server = StubServer.answering(200, stored());
        KubeConnection connection = server.connect(LONG)) {
      LeaseStore store = store(connection);
      Lease lease = store.read("a").orElseThrow();
      server.requests().clear();
      store.update(released(lease));
      assertThat(server.requests()).hasSize(1);
      StubServer.Request put = server.requests().getFirst();
      assertThat(put.method()).isEqualTo("PUT");
      assertThat(put.path()).isEqualTo("/apis/coordination.k8s.io/v1/namespaces/ns/leases/a");
      assertThat(put.authorization()).isEqualTo("Bearer secret");
      assertThat(put.body())
          .contains("\"resourceVersion\":\"41\"")
          .contains("\"uid\":\"u-1\"")
          .contains("\"holderIdentity\":\"\"")
          .contains("\"leaseDurationSeconds\":1")
          .contains("\"renewTime\":\"2026-11-25T12:00:00.000001Z\"")
          .doesNotContain("acquireTime");
    }
  }

  @Test
  void aListIsReadFromWhatIsCommitted() {
    try (StubServer server = StubServer.answering(200, "{\"items\":[]}");
        KubeConnection connection = server.connect(LONG)) {
      assertThat(store(connection).list("g")).isEmpty();
      assertThat(server.requests())
          .singleElement()
          .extracting(StubServer.Request::path)
          .isEqualTo(
              "/apis/coordination.k8s.io/v1/namespaces/ns/leases"
                  + "?labelSelector=picket.dev/group%3Dg");
    }
  }

  @Test
  void whatIsForbiddenNamesTheRuleToAdd() {
    String status =
        "{\"kind\":\"Status\",\"code\":403,\"message\":\"leases is forbidden: User \\\"x\\\"\"}";
    try (StubServer server = StubServer.answering(403, status);
        KubeConnection connection = server.connect(LONG)) {
      assertThatThrownBy(() -> store(connection).list("g"))
          .isInstanceOf(UnreachableException.class)
          .hasMessage(
              """
              cannot list leases.coordination.k8s.io in namespace ns: the API server answered 403 \
              (leases is forbidden: User "x"); allow it with this rule in a Role of namespace ns:
              - apiGroups: ["coordination.k8s.io"]
                resources: ["leases"]
                verbs: ["get", "list", "watch", "create", "update", "delete"]\
              """);
    }
  }

  @Test
  void aServerThatIsOverloadedOrBrokenIsAskedOnce() {
    for (int status : new int[] {429, 500, 503}) {
      try (StubServer server = StubServer.answering(status, "{\"message\":\"no\"}");
          KubeConnection connection = server.connect(LONG)) {
        assertThatThrownBy(() -> store(connection).read("a"))
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("answered " + status + " (no)")
            .hasMessageContaining("will be tried again");
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpInTime() {
    try (StubServer server = StubServer.silent();
        KubeConnection connection = server.connect(SHORT)) {
      assertThatThrownBy(() -> store(connection).read("a"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("was not answered within 300 ms");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aServerThatStopsInTheMiddleIsGivenUpInTime() {
    try (StubServer server = StubServer.stopping();
        KubeConnection connection = server.connect(SHORT)) {
      assertThatThrownBy(() -> store(connection).read("a"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("/leases/a");
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidToBe() {
    URI nowhere = URI.create("http://127.0.0.1:1");
    try (KubeConnection connection =
        KubeConnection.open(new KubeAccess.Token(nowhere, "secret", ""), LONG)) {
      assertThatThrownBy(() -> store(connection).read("a"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("GET http://127.0.0.1:1/apis")
          .hasMessageContaining("ConnectException");
    }
  }

  @Test
  void aPageThatIsNoStatusIsNoAbsence() {
    try (StubServer server = StubServer.answering(404, "<html>no such host</html>");
        KubeConnection connection = server.connect(LONG)) {
      assertThatThrownBy(() -> store(connection).read("a"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("404 (<html>no such host</html>)");
    }
  }

  @Test
  void aPageWithStatus200IsNoEmptyList() {
    for (String body : new String[] {"<html>log in here</html>", "[]", "{}", ""}) {
      try (StubServer server = StubServer.answering(200, body);
          KubeConnection connection = server.connect(LONG)) {
        assertThatThrownBy(() -> store(connection).list("g"))
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("answered 200 (" + body + ")");
      }
    }
  }

  @Test
  void anAddressATokenAndAnAuthorityAreEnough() {
    LabServer lab =
        new LabServer(
            LabSettings.DEFAULTS, InstantSource.system(), Ticker.system(), new SecureRandom());
    try (lab) {
      lab.start();
      URI address = URI.create(lab.address());
      try (KubeConnection right =
              KubeConnection.open(
                  new KubeAccess.Token(address, lab.token(), lab.authority()), LONG);
          KubeConnection wrong =
              KubeConnection.open(new KubeAccess.Token(address, "wrong", lab.authority()), LONG);
          KubeConnection trustless =
              KubeConnection.open(new KubeAccess.Token(address, lab.token(), ""), LONG)) {
        assertThat(store(right).list("g")).isEmpty();
        assertThatThrownBy(() -> store(wrong).list("g"))
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("answered 401")
            .hasMessageContaining("the token or certificate is not one that it knows");
        assertThatThrownBy(() -> store(trustless).list("g"))
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("unable to find valid certification path");
      }
    }
  }

  @Test
  void aTokenIsNotPrinted() {
    assertThat(new KubeAccess.Token(URI.create("http://x"), "secret", "").toString())
        .doesNotContain("secret");
  }

  private static LeaseStore store(KubeConnection connection) {
    return new KubeLeaseStore(connection, "ns", Ticker.system(), TestCluster.random());
  }

  private static Lease released(Lease lease) {
    return new Lease(
        "g", lease.name(), "", Duration.ofMillis(200), null, NOON, 3, Map.of(), lease.revision());
  }

  private static String stored() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.putObject("metadata").put("name", "a").put("uid", "u-1").put("resourceVersion", "41");
    return root.toString();
  }
}
