package dev.picket.lab.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.picket.lab.LabServer;
import dev.picket.lab.LabSettings;
import dev.picket.lab.contract.ContractRun.Result;
import dev.picket.runtime.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract, held by the lab. */
final class LabContractTest {

  private static final Ticker TICKER = Ticker.system();

  /** Every case runs at once with others; then each is told as a test. */
  @TestFactory
  Stream<DynamicContainer> theLabKeepsTheContract() throws IOException {
    Map<String, String> pending = pending();
    SecureRandom random = new SecureRandom();
    try (LabServer lab =
        new LabServer(
            LabSettings.DEFAULTS.withControllers(true), InstantSource.system(), TICKER, random)) {
      lab.start();
      try (ApiServer server = new ApiServer(lab.kubeconfig(), "", TICKER, random)) {
        Map<String, List<DynamicTest>> tests = new LinkedHashMap<>();
        for (Result each : new ContractRun(server, TICKER, _ -> {}).of(Contract.cases())) {
          tests
              .computeIfAbsent(each.subject().heading(), _ -> new java.util.ArrayList<>())
              .add(test(each, pending.containsKey(each.subject().title())));
        }
        return tests.entrySet().stream()
            .map(each -> DynamicContainer.dynamicContainer(each.getKey(), each.getValue()));
      }
    }
  }

  private static DynamicTest test(Result result, boolean pending) {
    return DynamicTest.dynamicTest(
        result.subject().name(),
        () -> {
          if (pending) {
            assertThat(result.failed())
                .as("take out of lab-pending.txt, it holds: %s", result.subject().title())
                .isTrue();
          } else if (result.outcome() instanceof Outcome.Failed failed) {
            fail(failed.why());
          }
        });
  }

  @Test
  void whatIsPendingIsACase() throws IOException {
    assertThat(Contract.cases().stream().map(ContractCase::title)).containsAll(pending().keySet());
  }

  @Test
  void noTwoCasesHaveOneTitle() {
    assertThat(Contract.cases().stream().map(ContractCase::title)).doesNotHaveDuplicates();
  }

  /** Titles of cases that the lab does not keep, each with its reason behind a bar. */
  private static Map<String, String> pending() throws IOException {
    try (InputStream list = LabContractTest.class.getResourceAsStream("lab-pending.txt")) {
      Map<String, String> reasons = new LinkedHashMap<>();
      new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(each -> !each.isBlank() && !each.startsWith("#"))
          .forEach(
              each -> reasons.put(before(each), each.substring(each.indexOf('|') + 1).strip()));
      return reasons;
    }
  }

  private static String before(String line) {
    if (!line.contains("|")) {
      throw new IllegalStateException("lab-pending.txt: expected `title | reason`: " + line);
    }
    return line.substring(0, line.indexOf('|')).strip();
  }
}
