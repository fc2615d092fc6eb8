package dev.picket.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.picket.observation.Category;
import dev.picket.observation.Fingerprint;
import dev.picket.observation.Occurrence;
import dev.picket.observation.Occurrences;
import dev.picket.observation.Resource;
import dev.picket.observation.Severity;
import dev.picket.observation.StoreUnavailableException;
import dev.picket.observation.Transition;
import dev.picket.runtime.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The dashboard in a real browser. */
@Tag("browser")
final class DashboardTest {

  private static final String ROW = ".observations tbody tr";

  private static Browser browser;

  private TestServer server;

  @BeforeAll
  static void startBrowser() {
    browser = new Browser();
  }

  @AfterAll
  static void stopBrowser() {
    browser.close();
  }

  @BeforeEach
  void start() {
    server = new TestServer(StreamLimits.DEFAULTS, Map.of(), Optional.of(Ticker.system()));
    browser.resize(1360, 900);
    browser.dark(false);
  }

  @AfterEach
  void close() {
    browser.open("about:blank");
    server.close();
  }

  private void open(String path) {
    browser.open(server.uri(path).toString());
    browser.await(".link-state", "Live");
  }

  private void assertNoComplaints() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void observationAppearsWithoutReload() {
    server.shellIn("web-1");
    open("/");
    browser.await(ROW, "web-1");
    browser.run("window.notReloaded = true");

    server.shellIn("web-2");

    browser.await(ROW + ":first-child", "web-2");
    browser.awaitCount(ROW, 2);
    browser.await(".chip[data-severity=high] .count", "2");
    assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
    assertNoComplaints();
  }

  @Test
  void countRisesWhereTheRowStands() {
    String id = server.shellIn("web-1");
    server.record(
        Occurrences.shellIn(
            "web-2", Severity.LOW, Occurrences.NOON.plus(Duration.ofMinutes(1)), null));
    open("/");
    browser.await("tr[data-id='" + id + "'] .cell-count", "1");

    server.record(
        Occurrences.shellIn(
            "web-1", Severity.HIGH, Occurrences.NOON.plus(Duration.ofMinutes(2)), null));

    browser.await("tr[data-id='" + id + "'].fresh .cell-count", "2");
    browser.await(ROW + ":nth-child(2)", "web-1");
    assertNoComplaints();
  }

  @Test
  void resolvedObservationLeavesTheListOfOpenOnes() {
    String id = server.shellIn("web-1");
    server.shellIn("web-2");
    open("/");
    browser.awaitCount(ROW, 2);

    server.store.apply(new Fingerprint(id), new Transition.Resolve(), Occurrences.NOON);

    browser.awaitCount(ROW, 1);
    assertNoComplaints();
  }

  @Test
  void filterGoesIntoTheAddressAndSurvivesReloadAndBack() {
    server.shellIn("web-1");
    server.record(Occurrences.shellIn("web-2", Severity.CRITICAL, Occurrences.NOON, null));
    open("/");
    browser.awaitCount(ROW, 2);

    browser.click(".chip[data-severity=critical]");

    browser.awaitAddress("/?severity=critical");
    browser.awaitCount(ROW, 1);
    browser.reload();
    browser.await(ROW, "web-2");
    browser.awaitCount(ROW, 1);
    browser.await(".chip[data-severity=critical][aria-pressed=true]");
    browser.back();
    browser.awaitAddress("/");
    browser.awaitCount(ROW, 2);
    assertNoComplaints();
  }

  @Test
  void typedNameFilters() {
    server.shellIn("web-1");
    server.shellIn("web-2");
    open("/");
    browser.awaitCount(ROW, 2);

    browser.press("/");
    browser.press("web-2");

    browser.awaitAddress("/?name=web-2");
    browser.awaitCount(ROW, 1);
    browser.click(".clear");
    browser.awaitCount(ROW, 2);
    assertNoComplaints();
  }

  @Test
  void newObservationThatDoesNotMatchStaysOut() {
    open("/?name=web-2");

    server.shellIn("web-1");
    server.shellIn("web-2");

    browser.await(ROW, "web-2");
    browser.awaitCount(ROW, 1);
    assertNoComplaints();
  }

  @Test
  void pageOfOneShowsEverythingAndResolves() {
    String id = server.shellIn("web-1");
    open("/");
    browser.click("tr[data-id='" + id + "'] a.title");
    browser.awaitAddress("/observations/" + id);
    browser.await("h1", "A shell was spawned in web-1");
    browser.await(".tree .value", "bash");
    browser.await(".command code", "kubectl get pod web-1 -n shop -o yaml");
    browser.await(".facts", "Terminal shell in container");

    browser.click("[data-decision=resolve]");

    browser.await(".subject .state[data-state=resolved]");
    assertThat(server.json("/api/v1/observations/" + id).path("state").textValue())
        .isEqualTo("resolved");
    browser.reload();
    browser.await(".subject .state[data-state=resolved]");
    browser.click("[data-decision=reopen]");
    browser.await(".subject .state[data-state=open]");
    assertNoComplaints();
  }

  @Test
  void pageOfOneChangesWhileItIsOpen() {
    String id = server.shellIn("web-1");
    open("/observations/" + id);
    browser.await(".facts .big", "1");

    server.shellIn("web-1");

    browser.await(".facts .big", "2");
    assertNoComplaints();
  }

  @Test
  void suppressionAsksWhyAndHowLong() {
    String id = server.shellIn("web-1");
    open("/observations/" + id);
    browser.click(".actions button");
    browser.type("dialog[open] textarea", "maintenance window");

    browser.click("dialog[open] .primary");

    browser.await(".suppressed-note", "maintenance window");
    assertThat(server.json("/api/v1/observations/" + id).path("suppression").path("until"))
        .hasToString("\"2026-11-23T12:00:00Z\"");
    assertNoComplaints();
  }

  @Test
  void hostileTextsAreShownAndNotRun() {
    String attack = "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script>";
    Occurrence hostile =
        new Occurrence(
            attack,
            Category.SECURITY,
            Severity.HIGH,
            attack,
            attack,
            attack,
            new Resource("v1", "Pod", attack, attack),
            new TreeMap<>(),
            null,
            Occurrences.NOON,
            "{\"<b>key</b>\":\"<img src=x onerror=alert(1)>\",\"__proto__\":{\"a\":1}}");
    String id = server.record(hostile);
    open("/");

    browser.await(ROW + " a.title", attack);
    browser.click(ROW + " a.title");
    browser.await("h1", attack);
    browser.await(".tree .key", "<b>key</b>");

    assertThat(browser.all("main img, main script, main b")).isEmpty();
    assertThat(browser.run("return document.title"))
        .isEqualTo("Observation " + id.substring(0, 12) + " · Picket");
    assertThat(browser.text("main")).doesNotContain("kubectl");
    assertNoComplaints();
  }

  @Test
  void emptyStoreSaysHowToSendAFirstEvent() {
    open("/");

    browser.await(".empty", "Nothing has been reported yet");
    browser.await(".empty code", "curl -X POST " + server.uri("/ingest/falco"));

    server.shellIn("web-1");
    browser.await(ROW, "web-1");
    assertNoComplaints();
  }

  @Test
  void nothingThatMatchesOffersToClearTheFilters() {
    server.shellIn("web-1");
    open("/?name=other");

    browser.await(".empty", "Nothing matches these filters");
    browser.click(".empty button");

    browser.await(ROW, "web-1");
    assertNoComplaints();
  }

  @Test
  void keysLeadThroughTheList() {
    for (int pod = 1; pod <= 3; pod++) {
      server.record(
          Occurrences.shellIn(
              "web-" + pod, Severity.HIGH, Occurrences.NOON.plusSeconds(pod), null));
    }
    open("/");
    browser.awaitCount(ROW, 3);

    browser.press("j");
    assertThat(browser.focused()).endsWith("web-3");
    browser.press("jj");
    assertThat(browser.focused()).endsWith("web-1");
    browser.press("k");
    assertThat(browser.focused()).endsWith("web-2");
    browser.press(Keys.ENTER);
    browser.await("h1", "A shell was spawned in web-2");
    browser.pressEscape();
    browser.awaitAddress("/");
    browser.await(ROW + ":focus-within", "web-2");
    browser.press("?");
    browser.await("dialog[open]", "Next Observation");
    browser.pressEscape();
    browser.awaitCount("dialog[open]", 0);
    assertNoComplaints();
  }

  @Test
  void olderObservationsAreLoadedOnDemand() {
    for (int pod = 0; pod < 130; pod++) {
      server.shellIn("web-" + pod);
    }
    open("/");
    browser.awaitCount(ROW, 100);

    browser.click(".more button");

    browser.awaitCount(ROW, 130);
    browser.awaitCount(".more", 0);
    assertNoComplaints();
  }

  @Test
  void placeInTheListIsKeptWhileRowsArrive() {
    for (int pod = 0; pod < 60; pod++) {
      server.shellIn("web-" + pod);
    }
    open("/");
    browser.awaitCount(ROW, 60);
    browser.run("scrollTo(0, 1200); window.row = document.querySelectorAll('tbody tr')[20]");
    Object before = browser.run("return Math.round(row.getBoundingClientRect().top)");

    server.shellIn("new");

    browser.awaitCount(ROW, 61);
    assertThat(browser.run("return Math.round(row.getBoundingClientRect().top)")).isEqualTo(before);
    assertNoComplaints();
  }

  @Test
  void themeFollowsTheSystemUntilSomebodyChooses() {
    open("/");
    Object light = background();
    browser.dark(true);
    Object dark = background();
    assertThat(dark).isNotEqualTo(light);

    browser.click("button.theme");
    assertThat(background()).isEqualTo(light);
    browser.reload();
    browser.await(".link-state", "Live");
    assertThat(background()).isEqualTo(light);
    browser.click("button.theme");
    assertThat(background()).isEqualTo(dark);
    assertNoComplaints();
  }

  private static Object background() {
    return browser.run("return getComputedStyle(document.body).backgroundColor");
  }

  @Test
  void chartIsToldInWords() {
    server.shellIn("web-1");
    open("/");

    browser.await("canvas[aria-label='New Observations in the last 24h: 1 high']");
    browser.click(".timeline .segments button:first-child");
    browser.await("canvas[aria-label='New Observations in the last 1h: 1 high']");
    browser.awaitAddress("/?window=1h");
    assertNoComplaints();
  }

  @Test
  void storeThatIsAwayIsToldAndFoundAgain() {
    server.shellIn("web-1");
    server.store.fail(new StoreUnavailableException("down", Duration.ofSeconds(1)));
    browser.open(server.uri("/").toString());

    browser.await(".banner[role=alert]", "The store cannot answer now");

    server.store.fail(null);
    browser.click(".banner button");
    browser.await(ROW, "web-1");
    browser.awaitCount(".banner", 0);
    browser.complaints();
  }

  @Test
  void serverThatWasAwayIsFoundAgainWithWhatHappenedMeanwhile() {
    server.shellIn("web-1");
    open("/");
    browser.await(ROW, "web-1");
    int port = server.server.port();

    server.server.close();
    browser.await(".link-state", "Reconnecting");
    server.shellIn("web-2");
    PicketServer again = server.another(port);

    browser.await(".link-state", "Live");
    browser.await(ROW, "web-2");
    browser.open("about:blank");
    again.close();
    browser.complaints();
  }

  @Test
  void narrowScreenNeedsNoSidewaysScrolling() {
    server.shellIn("web-with-a-rather-long-name-7c9f6d8b5-x2lqp");
    browser.resize(400, 800);
    open("/");
    browser.await(ROW, "web-with");

    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(400L);
    browser.click(ROW + " a.title");
    browser.await("h1", "web-with");
    assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(400L);
    assertNoComplaints();
  }

  @Test
  void wrongFilterInTheAddressIsExplained() {
    browser.open(server.uri("/?since=yesterday").toString());

    browser.await(".banner[role=alert]", "since: got 'yesterday'");
    browser.click(".banner button");
    browser.awaitAddress("/");
    browser.awaitCount(".banner", 0);
    browser.complaints();
  }
}
